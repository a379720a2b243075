package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import net.qhaigc.springai.gemini.agent.TurnStore;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcTurnStore;

/**
 * Auto-configuration for a chat memory repository, a store of unfinished turns and a
 * media store in the database of the application. The repository takes precedence over
 * other repositories, so it is created only if a property enables it.
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.sql.autoconfigure.init.DataSourceInitializationAutoConfiguration" },
		beforeName = "org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration")
@ConditionalOnClass({ ChatMemoryRepository.class, JdbcTemplate.class,
		PropertiesBasedDataSourceScriptDatabaseInitializer.class })
@Conditional(JdbcStoreCondition.class)
@EnableConfigurationProperties({ QhaigcJdbcMemoryProperties.class, QhaigcMediaStoreProperties.class })
@ImportRuntimeHints(QhaigcJdbcMemoryAutoConfiguration.SchemaHints.class)
public final class QhaigcJdbcMemoryAutoConfiguration {

	private static final String ENABLED = "qhaigc.memory.jdbc.enabled";

	@Bean
	@ConditionalOnMissingBean
	SchemaInitializer qhaigcMemorySchemaInitializer(ObjectProvider<DataSource> dataSource,
			QhaigcJdbcMemoryProperties properties) {
		return new SchemaInitializer(require(dataSource), properties);
	}

	@Bean
	@ConditionalOnMissingBean(MediaStore.class)
	@Conditional(JdbcMediaCondition.class)
	@DependsOnDatabaseInitialization
	JdbcMediaStore qhaigcJdbcMediaStore(ObjectProvider<DataSource> dataSource, QhaigcMediaStoreProperties properties) {
		properties.validate(QhaigcMediaStoreProperties.Type.JDBC);
		return new JdbcMediaStore(new JdbcTemplate(require(dataSource)));
	}

	/** Primary, since Spring AI can auto-configure a JDBC repository as well. */
	@Bean
	@Primary
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(ENABLED)
	@DependsOnDatabaseInitialization
	JdbcMessageRepository qhaigcJdbcMessageRepository(ObjectProvider<DataSource> dataSource, MediaStore mediaStore) {
		return new JdbcMessageRepository(require(dataSource), mediaStore);
	}

	@Bean
	@ConditionalOnMissingBean(TurnStore.class)
	@ConditionalOnBooleanProperty(ENABLED)
	@DependsOnDatabaseInitialization
	JdbcTurnStore qhaigcJdbcTurnStore(ObjectProvider<DataSource> dataSource, MediaStore mediaStore) {
		return new JdbcTurnStore(require(dataSource), mediaStore);
	}

	private static DataSource require(ObjectProvider<DataSource> dataSource) {
		DataSource unique = dataSource.getIfUnique();
		if (unique == null) {
			throw new ConfigurationException(
					"Conversations or media are to be stored in the database (qhaigc.memory.jdbc.enabled,"
							+ " qhaigc.media-store.type), but there is no DataSource bean, or there are several"
							+ " and none is primary.",
					"Set spring.datasource.url and add a JDBC driver, mark one of several DataSource beans as primary, "
							+ "or change qhaigc.memory.jdbc.enabled or qhaigc.media-store.type.");
		}
		return unique;
	}

	/** Creates the tables. */
	static final class SchemaInitializer
			extends PropertiesBasedDataSourceScriptDatabaseInitializer<QhaigcJdbcMemoryProperties> {

		SchemaInitializer(DataSource dataSource, QhaigcJdbcMemoryProperties properties) {
			super(dataSource, properties, Map.of(DatabaseDriver.MARIADB, "mysql"));
		}

	}

	/** Adds to native images the scripts that create the tables. */
	static final class SchemaHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("net/qhaigc/springai/gemini/memory/jdbc/schema-*.sql");
		}

	}

}
