/** The files of a chain directory, in the layout of go-ethereum's test chains. */
@NullMarked
package io.devp2p.node.files;

import org.jspecify.annotations.NullMarked;
