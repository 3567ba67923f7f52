/** Tables of meetings: every reference peer with nodes of ours, feature by feature, both ways. */
@NullMarked
package io.devp2p.interop.matrix;

import org.jspecify.annotations.NullMarked;
