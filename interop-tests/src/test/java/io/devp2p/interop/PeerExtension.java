package io.devp2p.interop;

import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.RunningPeer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Carries out {@link RequiresPeer}. */
final class PeerExtension implements ExecutionCondition, ParameterResolver {

  private static final Set<Class<?>> SHARED =
      Set.of(PeerRun.class, RunningPeer.class, Geth.class, GethTool.class, Installation.class);

  /** Of which a parameter is that does not say it. */
  private static final String USUAL = "geth-1.17.10";

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(PeerExtension.class);

  /** What this run of tests shares; closed, and its report printed, when the run ends. */
  static PeerRun run(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(PeerRun.class, key -> PeerRun.start(), PeerRun.class);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> names =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresPeer.class)
            .map(required -> List.of(required.value()))
            .orElse(List.of());
    for (String name : names) {
      Optional<String> missing = run(context).missing(PeerCatalog.one(name));
      if (missing.isPresent()) {
        return ConditionEvaluationResult.disabled(missing.get());
      }
    }
    return ConditionEvaluationResult.enabled("all of " + names);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return SHARED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    PeerRun run = run(context);
    if (type == PeerRun.class) {
      return run;
    }
    String name = parameter.findAnnotation(OfPeer.class).map(OfPeer::value).orElse(USUAL);
    Installation installation = run.installation(PeerCatalog.one(name));
    if (type == Installation.class) {
      return installation;
    }
    try {
      if (type == GethTool.class) {
        return run.tool(installation);
      }
      RunningPeer peer = run.shared(installation);
      return type == Geth.class ? new Geth(peer) : peer;
    } catch (IOException failed) {
      throw new AssertionError(name + " could not be started", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
