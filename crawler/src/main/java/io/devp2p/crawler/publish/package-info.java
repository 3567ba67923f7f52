/** From a node set to a signed node list in DNS: definition files, rules, differences, zones. */
@NullMarked
package io.devp2p.crawler.publish;

import org.jspecify.annotations.NullMarked;
