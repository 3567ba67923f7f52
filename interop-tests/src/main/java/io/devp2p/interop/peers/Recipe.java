package io.devp2p.interop.peers;

import java.util.List;

/** How a reference peer is provided: the package and the client that fetches it. */
public sealed interface Recipe {

  /** The package as its client names it, version included. */
  String origin();

  /** Files of ours that go into the folder. */
  Files files();

  /**
   * Files of ours below {@code peers/} of the resources, which keep their place below the folder.
   *
   * @param folder below {@code peers/}
   * @param names paths within that folder
   */
  record Files(String folder, List<String> names) {
    /** No files. */
    static final Files NONE = new Files("", List.of());

    public Files {
      names = List.copyOf(names);
    }
  }

  /**
   * Programs of a Go module, compiled without cgo.
   *
   * @param module path of the module
   * @param version version with the leading v
   * @param packages folders of the programs within the module
   * @param oldestGo the major and minor version of Go that the module asks for, as {@code 1.25}
   * @param flags further flags that this version of the program takes when it runs as a node
   */
  record GoModule(
      String module, String version, List<String> packages, String oldestGo, List<String> flags)
      implements Recipe {
    public GoModule {
      packages = List.copyOf(packages);
      flags = List.copyOf(flags);
    }

    @Override
    public String origin() {
      return "Go module " + module + "@" + version;
    }

    @Override
    public Files files() {
      return Files.NONE;
    }
  }

  /**
   * A program of a Go module that depends on replacements, and so can be compiled only from a
   * module of ours that names them. With cgo.
   *
   * @param module path of the module
   * @param version version with the leading v
   * @param program folder of the program within the module
   * @param tags build tags
   * @param oldestGo as in {@link GoModule}
   * @param files {@code go.mod} and {@code go.sum} of ours
   */
  record GoReplaced(
      String module,
      String version,
      String program,
      List<String> tags,
      String oldestGo,
      Files files)
      implements Recipe {
    public GoReplaced {
      tags = List.copyOf(tags);
    }

    @Override
    public String origin() {
      return "Go module " + module + "@" + version;
    }
  }

  /**
   * A crate with a main of ours, a member of one workspace.
   *
   * @param crate name of the crate
   * @param version its version, which the lock file has too
   * @param member package and program of the main
   * @param files the whole workspace, lock file included
   */
  record CargoMember(String crate, String version, String member, Files files) implements Recipe {
    @Override
    public String origin() {
      return "crate " + crate + "@" + version;
    }
  }

  /**
   * A package of npm with all that it needs, as the lock file in the resources pins it.
   *
   * @param name name of the package
   * @param version version, the one of the lock file
   * @param oldestNode the major version of Node.js that it asks for
   * @param files package and lock file, and a driver where the package is a library
   */
  record NpmPackage(String name, String version, int oldestNode, Files files) implements Recipe {
    @Override
    public String origin() {
      return "npm " + name + "@" + version;
    }
  }

  /**
   * An artifact of Maven with all that it needs, and a driver.
   *
   * @param coordinates group and artifact, with a colon between them
   * @param version version, handed to the POM as {@code peer.version}
   * @param files the POM and a driver
   */
  record MavenArtifact(String coordinates, String version, Files files) implements Recipe {
    @Override
    public String origin() {
      return "Maven " + coordinates + ":" + version;
    }
  }
}
