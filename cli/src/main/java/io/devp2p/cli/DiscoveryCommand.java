package io.devp2p.cli;

import picocli.CommandLine.Command;

/** {@code devp2p discovery}: both versions at once. */
@Command(
    name = "discovery",
    description = "Listens by both versions of Node Discovery.",
    subcommands = ListenVerb.class)
final class DiscoveryCommand {}
