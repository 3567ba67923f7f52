package io.devp2p.wire.netty;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/**
 * Turns the reading of a channel on and off: off while frames wait, while a session is busy, while
 * the peer leaves too much unread, and while the host has no room. Event loop only.
 */
final class Intake {

  /** What decides about reading, apart from what waits. */
  record Wish(boolean busy, boolean blocked) {}

  private final InboundBytes all;
  private final Inbox inbox;
  private final Reading reading = new Reading();
  private boolean turnIsDue;
  private boolean waitsForRoom;

  Intake(InboundBytes all) {
    this.all = all;
    this.inbox = new Inbox(all);
  }

  Inbox inbox() {
    return inbox;
  }

  Reading reading() {
    return reading;
  }

  /**
   * Reads or does not.
   *
   * @param turn delivers more of what waits, when others had their turn
   * @param wake comes back here on the event loop; may be called on any thread
   */
  void steer(ChannelHandlerContext ctx, long now, Wish wish, Runnable turn, Runnable wake) {
    boolean room = all.hasRoom();
    boolean blocked = wish.busy || wish.blocked;
    if (inbox.isEmpty()) {
      inbox.newTurn();
    } else if (!blocked) {
      nextTurn(ctx, turn);
    }
    if (!room && !waitsForRoom) {
      waitsForRoom = true;
      all.onRoom(wake);
    }
    boolean reads = !blocked && inbox.isEmpty() && room;
    reading.busy(now, wish.busy);
    reading.crammed(now, !room && inbox.holdsBytes());
    reading.observe(now, !reads);
    autoRead(ctx, reads);
  }

  /** There is room again. */
  void onRoom() {
    waitsForRoom = false;
  }

  /** Reads no further. */
  void stop(ChannelHandlerContext ctx) {
    autoRead(ctx, false);
  }

  /** Forgets what is kept, and reads on only to see the end of the connection. */
  void end(ChannelHandlerContext ctx) {
    inbox.clear();
    autoRead(ctx, true);
  }

  private static void autoRead(ChannelHandlerContext ctx, boolean on) {
    if (ctx.channel().config().isAutoRead() != on) {
      ctx.channel().config().setAutoRead(on);
    }
  }

  /** A task that is scheduled, unlike one that is executed, comes behind the input of others. */
  private void nextTurn(ChannelHandlerContext ctx, Runnable turn) {
    if (!turnIsDue) {
      turnIsDue = true;
      ctx.executor()
          .schedule(
              () -> {
                turnIsDue = false;
                inbox.newTurn();
                turn.run();
              },
              0,
              TimeUnit.NANOSECONDS);
    }
  }
}
