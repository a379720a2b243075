package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.Nullable;

/**
 * The limits that the requests of one tenant share.
 *
 * @param slots the slots for requests in progress; null for no limit
 * @param requests the bucket of requests; null for no limit
 * @param tokens the bucket of tokens; null for no limit
 */
record QuotaScope(@Nullable Slots slots, @Nullable TokenBucket requests, @Nullable TokenBucket tokens) {

}
