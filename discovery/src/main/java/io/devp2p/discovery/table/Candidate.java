package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;

/**
 * A node that can be asked.
 *
 * @param version the protocol to ask it by
 */
public record Candidate(Node node, Version version) {}
