/** Node lists in DNS (EIP-1459): trees of signed records, read, followed, built and signed. */
@NullMarked
package io.devp2p.discovery.dns;

import org.jspecify.annotations.NullMarked;
