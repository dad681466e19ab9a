/** A test waits this many times longer than the app promises, because the machine may be busy. Only a test that fails waits this long. */
export const patience = 6;
