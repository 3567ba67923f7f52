package io.devp2p.interop.peers;

/** What one node can ask of another by discovery. */
public enum Verb {
  /** PING. */
  PING,
  /** Its record: ENRREQUEST in discv4, FINDNODE of distance 0 in discv5. */
  RECORD,
  /** FINDNODE. */
  FIND,
  /** An iterative lookup, which asks by FINDNODE those that it finds. */
  LOOKUP,
  /** TALKREQ, in discv5 only. */
  TALK
}
