/** What stands before the protocols: rate limits and the judgement of addresses. */
@NullMarked
package io.devp2p.discovery.guard;

import org.jspecify.annotations.NullMarked;
