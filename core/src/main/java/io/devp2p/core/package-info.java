/** What every layer shares: named violations, network failures and sizes. */
@NullMarked
package io.devp2p.core;

import org.jspecify.annotations.NullMarked;
