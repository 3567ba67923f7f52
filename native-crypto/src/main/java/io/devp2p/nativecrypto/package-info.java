/** libsecp256k1 as a crypto tier, found by the service loader; for Java 25 and Linux. */
@NullMarked
package io.devp2p.nativecrypto;

import org.jspecify.annotations.NullMarked;
