/** Tests of the crawler. */
@NullMarked
package io.devp2p.crawler;

import org.jspecify.annotations.NullMarked;
