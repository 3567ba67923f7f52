/** Node identity and records: node ids, ENR (EIP-778), enode URLs, fork ids (EIP-2124). */
@NullMarked
package io.devp2p.core.node;

import org.jspecify.annotations.NullMarked;
