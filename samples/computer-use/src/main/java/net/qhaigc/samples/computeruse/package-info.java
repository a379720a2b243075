/**
 * Computer use: a model controls a headless Chromium.
 */
package net.qhaigc.samples.computeruse;
