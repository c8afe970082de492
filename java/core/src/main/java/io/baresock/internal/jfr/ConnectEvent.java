package io.baresock.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A connect, with its wait. */
@Name("io.baresock.Connect")
@Label("Socket Connect")
@Description("A connect, with its wait")
public final class ConnectEvent extends SocketEvent {}
