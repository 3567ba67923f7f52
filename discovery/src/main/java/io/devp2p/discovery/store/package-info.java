/** What discovery learned, over restarts. */
@NullMarked
package io.devp2p.discovery.store;

import org.jspecify.annotations.NullMarked;
