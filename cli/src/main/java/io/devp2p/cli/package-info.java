/**
 * The command {@code devp2p}: the only code that reads arguments, environment and files of the
 * user.
 */
@NullMarked
package io.devp2p.cli;

import org.jspecify.annotations.NullMarked;
