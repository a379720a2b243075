package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstrapper of {@link QhaigcTest}, which reads its properties.
 */
class QhaigcTestContextBootstrapper extends TestSliceTestContextBootstrapper<QhaigcTest> {

}
