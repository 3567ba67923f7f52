/** Our own record, and what others say about our address. */
@NullMarked
package io.devp2p.discovery.self;

import org.jspecify.annotations.NullMarked;
