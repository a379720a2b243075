/**
 * Auto-configuration for the clients of the Qhaigc gateway and for its chat models: the
 * default one and those under {@code qhaigc.models}. This package binds properties and
 * defines beans; the module {@code qhaigc-gemini-spring-ai} contains the implementation.
 * <p>
 * Each feature has a subpackage, which depends on this package; this package depends on
 * no subpackage. {@code ChatModelCustomizer}, {@code ClientBudget}, {@code ClientQuotas},
 * {@code ConfigurationException} and {@code NamedModelReader} are public only so that the
 * subpackages can use them. {@link QhaigcConnectionDetails} is the only API.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.NullMarked;
