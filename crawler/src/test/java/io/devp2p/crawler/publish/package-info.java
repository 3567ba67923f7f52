/** Tests of the crawler. */
@NullMarked
package io.devp2p.crawler.publish;

import org.jspecify.annotations.NullMarked;
