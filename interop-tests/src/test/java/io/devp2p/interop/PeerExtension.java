package io.devp2p.interop;

import io.devp2p.interop.peers.ConsensysDiscovery;
import io.devp2p.interop.peers.EthereumJs;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.PeerReport;
import io.devp2p.interop.peers.ReferencePeer;
import java.io.IOException;
import java.util.List;
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
      Set.of(
          Geth.class,
          GethTool.class,
          EthereumJs.class,
          ConsensysDiscovery.class,
          Installation.class);

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
      ReferencePeer peer = PeerCatalog.one(name);
      PeerRun run = run(context);
      if (!run.isChosen(peer)) {
        return ConditionEvaluationResult.disabled(peer + " is not among the chosen peers");
      }
      PeerReport report = run.report(peer);
      if (report.installation().isEmpty()) {
        if (run.isRequired()) {
          throw new AssertionError(peer + " is required but not available: " + report.reason());
        }
        return ConditionEvaluationResult.disabled(peer + ": " + report.reason());
      }
    }
    return ConditionEvaluationResult.enabled("all of " + names);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == PeerRun.class || SHARED.contains(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    PeerRun run = run(context);
    if (type == PeerRun.class) {
      return run;
    }
    String name =
        parameter.findAnnotation(OfPeer.class).map(OfPeer::value).orElseGet(() -> usual(type));
    Installation installation = run.report(PeerCatalog.one(name)).installation().orElseThrow();
    if (type == Installation.class) {
      return installation;
    }
    try {
      return run.shared(type, installation);
    } catch (IOException failed) {
      throw new AssertionError(name + " could not be started", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static String usual(Class<?> type) {
    if (type == EthereumJs.class) {
      return "ethereumjs";
    }
    return type == ConsensysDiscovery.class ? "consensys" : "geth-1.17.10";
  }
}
