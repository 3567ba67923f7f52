package io.devp2p.cli;

import io.devp2p.discovery.Version;

/** A command that stands for a version of discovery; the verbs below it ask it which. */
interface VersionCommand {

  Version version();
}
