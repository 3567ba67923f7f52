package io.devp2p.interop.peers;

import java.util.List;

/** How a reference peer is provided: the package and the client that fetches it. */
public sealed interface Recipe {

  /** The package as its client names it, version included. */
  String origin();

  /**
   * Programs of a Go module, compiled without cgo.
   *
   * @param module path of the module
   * @param version version with the leading v
   * @param packages folders of the programs within the module
   * @param data folder of the module that is kept beside the programs as {@code chain}
   * @param oldestGo the major and minor version of Go that the module asks for, as {@code 1.25}
   * @param flags further flags that this version of the program takes when it runs as a node
   */
  record GoModule(
      String module,
      String version,
      List<String> packages,
      String data,
      String oldestGo,
      List<String> flags)
      implements Recipe {
    public GoModule {
      packages = List.copyOf(packages);
      flags = List.copyOf(flags);
    }

    @Override
    public String origin() {
      return "Go module " + module + "@" + version;
    }
  }

  /**
   * A package of npm with all that it needs, as the lock file in the resources pins it, and a
   * driver.
   *
   * @param name name of the package
   * @param version version, the one of the lock file
   * @param oldestNode the major version of Node.js that it asks for
   * @param resources files below {@code peers/} that go beside each other into the folder
   */
  record NpmPackage(String name, String version, int oldestNode, List<String> resources)
      implements Recipe {
    public NpmPackage {
      resources = List.copyOf(resources);
    }

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
   * @param resources files below {@code peers/} that go beside each other into the folder
   */
  record MavenArtifact(String coordinates, String version, List<String> resources)
      implements Recipe {
    public MavenArtifact {
      resources = List.copyOf(resources);
    }

    @Override
    public String origin() {
      return "Maven " + coordinates + ":" + version;
    }
  }
}
