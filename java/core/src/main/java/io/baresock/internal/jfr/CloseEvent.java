package io.baresock.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The close of a socket, with its wait for other calls and for a linger. */
@Name("io.baresock.Close")
@Label("Socket Close")
@Description("The close of a socket, with its wait for other calls and for a linger")
public final class CloseEvent extends SocketEvent {}
