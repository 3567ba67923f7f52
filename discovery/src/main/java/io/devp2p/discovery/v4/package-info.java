/** Node Discovery v4 (devp2p discv4.md, EIP-868). */
@NullMarked
package io.devp2p.discovery.v4;

import org.jspecify.annotations.NullMarked;
