/** Tests of the stores. */
@NullMarked
package io.devp2p.crawler.store;

import org.jspecify.annotations.NullMarked;
