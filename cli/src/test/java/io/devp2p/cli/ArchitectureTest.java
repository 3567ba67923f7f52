package io.devp2p.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.devp2p.core.Rule;
import io.devp2p.core.machine.DatagramMachine;

/** The arrows between modules and what each kind of class may do, over all modules at once. */
@AnalyzeClasses(
    packages = "io.devp2p",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /** The vectors, which come as a jar of tests. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String[] LIBRARIES = {
    "io.devp2p.core..",
    "io.devp2p.discovery..",
    "io.devp2p.rlpx..",
    "io.devp2p.wire..",
    "io.devp2p.testkit..",
    "io.devp2p.nativecrypto..",
    "io.devp2p.kzg..",
  };

  /** Protocol logic: what runs in the simulator as in production. */
  private static final String[] PROTOCOL = {
    "io.devp2p.core..",
    "io.devp2p.discovery.v4..",
    "io.devp2p.discovery.v5..",
    "io.devp2p.discovery.table..",
    "io.devp2p.discovery.self..",
    "io.devp2p.discovery.guard..",
    "io.devp2p.discovery.dns..",
    "io.devp2p.wire.dial..",
    "io.devp2p.wire.p2p..",
    "io.devp2p.wire.tx..",
  };

  private static ArchRule mayUse(String module, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "io.devp2p." + module + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "io.devp2p." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("io.devp2p." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.devp2p..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed))))
        .because("design: " + module + " may use " + String.join(", ", others));
  }

  @ArchTest static final ArchRule CORE = mayUse("core");
  @ArchTest static final ArchRule NATIVE_CRYPTO = mayUse("nativecrypto", "core");
  @ArchTest static final ArchRule DISCOVERY = mayUse("discovery", "core");
  @ArchTest static final ArchRule RLPX = mayUse("rlpx", "core");
  @ArchTest static final ArchRule WIRE = mayUse("wire", "core", "rlpx");
  @ArchTest static final ArchRule KZG = mayUse("kzg", "core", "wire");
  @ArchTest static final ArchRule TESTKIT = mayUse("testkit", "core");

  @ArchTest
  static final ArchRule LAB = mayUse("lab", "core", "discovery", "rlpx", "wire", "testkit");

  @ArchTest static final ArchRule CRAWLER = mayUse("crawler", "core", "discovery", "rlpx", "wire");

  @ArchTest static final ArchRule NODE = mayUse("node", "core", "discovery", "rlpx", "wire", "kzg");

  @ArchTest static final ArchRule EXAMPLES = mayUse("examples", "core", "discovery", "wire");

  @ArchTest
  static final ArchRule INTEROP =
      mayUse(
          "interop",
          "core",
          "discovery",
          "rlpx",
          "wire",
          "kzg",
          "testkit",
          "lab",
          "crawler",
          "node");

  @ArchTest
  static final ArchRule CHANNELS =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .and()
          .resideOutsideOfPackage("..netty..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.netty..")
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.type(io.netty.channel.EventLoopGroup.class))))
          .because(
              "channels live in packages named netty; an event loop group may be handed through");

  @ArchTest
  static final ArchRule BOUNCY_CASTLE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.devp2p.core.crypto..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule LIGHT_LIBRARIES =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "com.fasterxml..", "org.slf4j..", "java.sql..", "picocli..");

  @ArchTest
  static final ArchRule PURE_PROTOCOL =
      noClasses()
          .that()
          .resideInAnyPackage(PROTOCOL)
          .and()
          .doNotHaveSimpleName("KeyFile") // a door to files, and no protocol
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.nio.channels..", "io.netty..")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              java.net.Socket.class,
              java.net.DatagramSocket.class,
              java.time.Clock.class)
          .because("a machine has no clock, thread, lock, future or socket");

  @ArchTest
  static final ArchRule MACHINES =
      classes()
          .that()
          .implement(DatagramMachine.class)
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .resideOutsideOfPackage("..netty..");

  @ArchTest
  static final ArchRule RULES =
      classes()
          .that()
          .implement(Rule.class)
          .should()
          .beEnums()
          .andShould()
          .haveSimpleNameEndingWith("Rule");

  @ArchTest
  static final ArchRule RANDOMNESS =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .and()
          .resideOutsideOfPackage("io.devp2p.testkit..") // simulations repeat
          .should()
          .callConstructor(java.util.Random.class)
          .orShould()
          .callConstructor(java.util.Random.class, long.class)
          .orShould()
          .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current")
          .orShould()
          .callMethod(Math.class, "random")
          .because(
              "randomness of protocols is handed in, and is cryptographic except in simulations");

  @ArchTest
  static final ArchRule CONSTANT_TIME =
      noClasses()
          .that()
          .resideInAPackage("io.devp2p.rlpx..")
          .should()
          .callMethod(java.util.Arrays.class, "equals", byte[].class, byte[].class)
          .because("MACs are compared by MessageDigest.isEqual");

  @ArchTest
  static final ArchRule NO_MUTABLE_STATICS =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule ENVIRONMENT =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because("libraries are configured by their caller");

  @ArchTest
  static final ArchRule NAMES =
      noClasses()
          .that()
          .doNotHaveSimpleName("Base32") // the encoding of RFC 4648
          .should()
          .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Data|Info)$")
          .orShould()
          .haveSimpleNameStartingWith("Abstract")
          .orShould()
          .haveSimpleNameStartingWith("Default")
          .orShould()
          .haveSimpleNameStartingWith("Base");

  @ArchTest
  static final ArchRule NO_GETTERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .haveNameNotMatching("get[A-Z].*");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_EXITS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.devp2p.cli..")
          .should()
          .callMethod(System.class, "exit", int.class);
}
