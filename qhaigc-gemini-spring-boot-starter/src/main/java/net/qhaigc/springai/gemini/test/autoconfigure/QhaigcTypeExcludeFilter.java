package net.qhaigc.springai.gemini.test.autoconfigure;

import java.util.Set;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Excludes all components except those that the {@link QhaigcTest} annotation of the test
 * class specifies.
 */
final class QhaigcTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<QhaigcTest> {

	QhaigcTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected boolean isUseDefaultFilters() {
		return true;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return Set.of(getAnnotation().getClassArray("components"));
	}

}
