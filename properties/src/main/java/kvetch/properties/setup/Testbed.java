package kvetch.properties.setup;

import kvetch.api.Machine;
import kvetch.properties.ledger.Ledger;
import kvetch.raid0.Raid0;

/** A booted machine with a driver on it and the ledger that watches both. */
public record Testbed(Machine machine, Ledger ledger, Raid0 driver) {}
