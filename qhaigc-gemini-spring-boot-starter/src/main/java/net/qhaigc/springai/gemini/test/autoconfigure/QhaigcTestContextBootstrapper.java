package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstrapper for {@link QhaigcTest}, which adds the properties of the annotation to the
 * environment.
 */
class QhaigcTestContextBootstrapper extends TestSliceTestContextBootstrapper<QhaigcTest> {

}
