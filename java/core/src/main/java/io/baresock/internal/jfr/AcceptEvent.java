package io.baresock.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** An accept, with its wait; the descriptor is the new connection's. */
@Name("io.baresock.Accept")
@Label("Socket Accept")
@Description("An accept, with its wait; the descriptor is the new connection's")
public final class AcceptEvent extends SocketEvent {}
