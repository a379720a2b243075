package net.qhaigc.springai.gemini.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database as one application sees it. {@link #close()} waits until the application
 * has closed all connections; after that, the application cannot open new connections.
 */
final class SoakDatabase extends DelegatingDataSource implements AutoCloseable {

	/**
	 * A lock without an owner, since a thread can close a connection that another thread
	 * opened.
	 */
	private final ReadWriteLock lock = new StampedLock().asReadWriteLock();

	private volatile boolean closed;

	SoakDatabase(DataSource database) {
		super(database);
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.lock.readLock().lock();
		try {
			if (this.closed) {
				throw new SQLTransientConnectionException("The application has ended");
			}
			return unlockingOnClose(super.getConnection());
		}
		catch (SQLException | RuntimeException ex) {
			this.lock.readLock().unlock();
			throw ex;
		}
	}

	private Connection unlockingOnClose(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
					finally {
						if (method.getName().equals("close")) {
							this.lock.readLock().unlock();
						}
					}
				});
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		this.closed = true;
		this.lock.writeLock().unlock();
	}

}
