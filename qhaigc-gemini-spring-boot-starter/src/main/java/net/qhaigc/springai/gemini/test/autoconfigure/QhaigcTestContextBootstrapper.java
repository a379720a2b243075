package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstrapper for {@link QhaigcTest}. It adds the {@code properties} of the annotation
 * to the environment of the test.
 */
class QhaigcTestContextBootstrapper extends TestSliceTestContextBootstrapper<QhaigcTest> {

}
