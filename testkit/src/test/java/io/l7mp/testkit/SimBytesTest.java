package io.l7mp.testkit;

class SimBytesTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        var world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 3);
        return SimContract.fixture(world, new SimProtocol(world.net()), SimSpec.bytes(0));
    }
}
