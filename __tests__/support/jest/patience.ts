/**
 * How many times longer than the app promises a test waits, because the machine may be busy. A limit in a test is for
 * hangs: it is only ever reached by a test that fails.
 */
export const patience = 6;
