package io.devp2p.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A command line that ran in this process. */
record Ran(int exit, String out, String err) {

  static Ran devp2p(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
