package io.devp2p.discovery;

import io.devp2p.core.node.Node;
import java.time.Instant;

/**
 * A node of the table.
 *
 * @param added when it got its place
 * @param checks answers that count for it: each adds one up to nine, silence takes two thirds
 * @param alive whether it has answered by any protocol
 */
public record BucketEntry(Node node, Instant added, int checks, boolean alive) {}
