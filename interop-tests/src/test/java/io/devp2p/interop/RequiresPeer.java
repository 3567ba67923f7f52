package io.devp2p.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test or a class where the peers are there, installing them if need be. Without them it is
 * skipped with the reason, or fails when {@code interop.required} is true. Parameters of the types
 * of the adapters get running peers, shared by all tests of the run; one of {@link PeerRun} gets
 * the run itself.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerExtension.class)
@interface RequiresPeer {
  /** Names of peers. */
  String[] value();
}
