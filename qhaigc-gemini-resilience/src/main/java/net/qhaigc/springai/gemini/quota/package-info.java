/**
 * Quotas of requests and tokens, in memory or shared by several instances of an
 * application. {@link net.qhaigc.springai.gemini.quota.BucketRequestQuota} is the API; a
 * {@code QuotaScope} is what the requests of one key share, and a {@code Reservation}
 * what one of them has acquired.
 */
@NullMarked
package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.NullMarked;
