/** The node table, its revalidation and the iterative lookup, for both versions. */
@NullMarked
package io.devp2p.discovery.table;

import org.jspecify.annotations.NullMarked;
