package io.l7mp.testkit;

class SimMessagesTest extends ProtocolContract {
    @Override
    protected Fixture fixture() {
        var world = new SimWorld(Long.getLong("l7mp.test.seed", 1), 3);
        return SimContract.fixture(world, new SimProtocol(world.net()), SimSpec.messages(0));
    }
}
