package io.baresock.option;

import static io.baresock.Bsd.SOL_TLS;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.setOnly;

import io.baresock.Bsd;
import io.baresock.SocketOption;

/**
 * Options of kernel TLS, on a connection whose {@link TcpLevel#TCP_ULP} is {@code "tls"}.
 *
 * @see <a href="https://docs.kernel.org/networking/tls.html">Documentation/networking/tls.rst</a>
 */
public final class TlsLevel {

    /** What received records are decrypted with: see {@link TlsCrypto}. Set only. */
    public static final SocketOption<TlsCrypto> TLS_RX =
            setOnly("TLS_RX", SOL_TLS, Bsd.TLS_RX, linux("4.17"), TlsCrypto.class, TlsCrypto.SIZE, TlsCrypto::encode);

    /** TLS 1.3 records are decrypted in place, which padded ones make slower. */
    public static final SocketOption<Boolean> TLS_RX_EXPECT_NO_PAD =
            ofBoolean("TLS_RX_EXPECT_NO_PAD", SOL_TLS, Bsd.TLS_RX_EXPECT_NO_PAD, linux("6.0"));

    /** What sent records are encrypted with: see {@link TlsCrypto}. Set only. */
    public static final SocketOption<TlsCrypto> TLS_TX =
            setOnly("TLS_TX", SOL_TLS, Bsd.TLS_TX, linux("4.13"), TlsCrypto.class, TlsCrypto.SIZE, TlsCrypto::encode);

    /** sendfile(2) data is not copied: the file must not change meanwhile. */
    public static final SocketOption<Boolean> TLS_TX_ZEROCOPY_RO =
            ofBoolean("TLS_TX_ZEROCOPY_RO", SOL_TLS, Bsd.TLS_TX_ZEROCOPY_RO, linux("5.19"));

    private TlsLevel() {}
}
