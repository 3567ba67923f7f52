/** Where the census keeps nodes and visits. */
@NullMarked
package io.devp2p.crawler.store;

import org.jspecify.annotations.NullMarked;
