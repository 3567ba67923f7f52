package io.devp2p.interop.suite;

import io.devp2p.interop.dialogue.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Cases that are tried in their order at one target.
 *
 * @param <D> the dialogue that they are tried in
 * @param name as in reports and files of expected failures: {@code discv4}
 * @param dialogue makes the dialogue of a case
 */
public record Suite<D>(String name, List<Case<D>> cases, Function<Scene, D> dialogue) {

  public Suite {
    cases = List.copyOf(cases);
    Set<String> ids = new HashSet<>();
    for (Case<D> one : cases) {
      if (!ids.add(one.id())) {
        throw new IllegalArgumentException("two cases " + one.id() + " in " + name);
      }
    }
  }

  /** The cases whose id has a match of an expression. */
  public Suite<D> select(Pattern expression) {
    return new Suite<>(
        name, cases.stream().filter(one -> expression.matcher(one.id()).find()).toList(), dialogue);
  }
}
