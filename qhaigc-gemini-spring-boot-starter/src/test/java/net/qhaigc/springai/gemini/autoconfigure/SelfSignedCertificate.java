package net.qhaigc.springai.gemini.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

/**
 * A self-signed certificate in a key store.
 *
 * @param store the key store
 * @param keys the keys of a server
 */
record SelfSignedCertificate(Path store, KeyManagerFactory keys) {

	static final String PASSWORD = "changeit";

	static SelfSignedCertificate create(Path folder, String host) {
		try {
			Path store = folder.resolve("store.p12");
			new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
					"-keyalg", "EC", "-alias", "test", "-dname", "CN=" + host, "-ext", "san=dns:" + host, "-storetype",
					"PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
				.start()
				.waitFor();
			KeyStore keys = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(store)) {
				keys.load(in, PASSWORD.toCharArray());
			}
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, PASSWORD.toCharArray());
			return new SelfSignedCertificate(store, factory);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
