package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Bugs that proxies of this kind had, by the numbers of our specification, each with the tests that show that ours has not. */
record Regressions(String bug, List<String> tests) {
    private static final String TABLE = """
            B-01 WalkthroughIT.carriesUdpToWebSocketThroughAnUpstreamThatIsRestarted UpgradeTargetTest.takesEverythingFromTheClusterWithoutMetadata
            B-02 CrashIT.endpointsThatCannotBeMade
            B-03 ProtocolCrashIT.clientsWithoutAHeader ProtocolCrashIT.datagramsThatAreNoHeader ProtocolCrashIT.serversThatShakeNoHand
            B-04 CrashIT.rulesThatFailInTheMiddleOfARequest
            B-05 CrashIT.upstreamsThatFailInTheMiddleOfAnAnswer
            B-06 CrashIT.clustersThatBalanceNothing
            B-07 CrashIT.namesThatAreTaken ProtocolCrashIT.errorsInTheLog
            B-08 ProtocolCrashIT.datagramsThatAreNoHeader UdpListenerTest.letsAPeerThatWasRefusedComeBackWithItsNextDatagram
            B-09 RegressionIT.anUpstreamThatFinishesIsConnectedAgain
            B-10 HalfCloseIT.aClientThatHasFinishedGetsAllOfItsAnswer
            B-11 ProtocolCrashIT.membersWhoLeaveAGroup SyncGroupTest.goesOnWhenItsFounderLeaves
            B-12 RegressionIT.theLastStageOfTheWayBackIsConnectedAgain
            B-13 SessionTest.fillsAPartialPolicyWithTheDefaults
            B-14 CrashIT.sessionsThatAreDeletedWhileTheyRetry
            B-15 TcpConnectorTest.givesUpWhenTheLimitIsOver OfficeTest.anAttemptAtADeletedEndpointIsCalledOffAndMadeAnew
            B-16 UdpListenerTest.dropsAndCountsWhatIsTooLargeForADatagram
            B-17 FloodIT.intoAnUpstreamThatDoesNotRead
            B-18 RegressionIT.aBurstBeforeTheUpstreamIsThereKeepsItsOrder
            B-19 UpgradeTargetTest.joinsSlashesOnce
            B-20 RemovalTest.partsEmbeddedElsewhereStay RemovalTest.anObjectThatOnlyHasTheNameOfAPartStays
            B-21 EditTest.nothingIsDoneWhenAnythingIsWrong CrashIT.endpointsThatCannotBeMade
            B-22 RegressionIT.aClusterIsDeletedThoughASessionHasNoDestination
            B-23 RegressionIT.anEndpointIsShown
            B-24 SessionDumpTest.hasItsMembersInTheirOrderAndAStageForEachPlaceOfTheChains RegressionIT.chainsAreShownInStrictModeToo
            B-25 RegressionIT.refusalsHaveCodesOfTheirOwn
            B-26 L7mpControllerProtocolTest.lengthsCountBytesAndNotCharacters
            B-27 OperationsTest.whatCannotBeReadIsSaidInTheParsersWords
            B-28 CatalogueTest.everyRefusalHasTheWordsThatClientsKnow
            B-29 RemovalTest.aRuleIsTakenOffByPositionOrName RemovalTest.unknownPositionsAreTold
            B-30 PathTest.writesWhereTheReferenceDoesOrBetter PathTest.refusesToFillUpHugeArrays
            B-31 PredicateTest.isFalseWhereTheReferenceThrows PredicateTest.endsByTheSuffixWhereverElseItIs
            B-32 DumpTest.aDumpedRuleIsValidInput
            B-33 RouteTableTest.noticesCircles CrashIT.rulesThatFailInTheMiddleOfARequest
            B-34 AssemblyTest.anAddressThatAnotherProcessHoldsFailsTheCall StreamBindingTest.failsWhereAnotherProgramListens
            B-35 StreamBindingTest.replacesASocketFileOnWhichNobodyListens ProcessIT.endsInOrderWithStatusZeroAndRemovesItsOwnSocketsOnly
            B-36 UdpListenerTest.endsItsSessionsAfterAMinuteUnlessThereIsOnlyOne WavesIT.aSecondRoundOfWavesHoldsNoMoreThanTheFirst
            B-37 ProcessIT.eachSessionHasItsLine ProcessIT.filesAreOpenedAgainAfterSighup
            B-38 EditTest.theWordAllMeansEveryInterface
            B-39 RegressionIT.anUpstreamThatFinishesIsConnectedAgain
            B-40 ProtocolCrashIT.textsThatHaveNoPayload JsonEncapStreamTest.emitsNothingAtTheEnd
            B-41 RegressionIT.standardOutputMayBeAFile
            B-42 MatrixIT.throughALogger LoggerStreamTest.putsThePrefixBeforeEachCopy FileAppenderTest.appendsToARealFileFromManyThreads
            B-43 WebSocketListenerTest.agreesOnTheSubProtocolThatTheUpstreamChose WebSocketListenerTest.passesCloseCodesOnAndAnswersThem
            B-44 RegressionIT.anUpstreamThatIsNotThereIsABadGateway
            B-45 HashRingTest.letsTheLastEndpointOfAnAddressCount UpgradeTargetTest.prefersThePortOfTheEndpoint
            B-46 RegressionIT.aDeletedEndpointBehindAHandshakeIsGone
            B-47 ProtocolCrashIT.scrapersWhoLeave MetersTest.aSeriesStaysFiveMinutesAfterItsLastHolder MetersTest.pastTheBoundNewOnesAreRefusedAndKnownOnesAreNot
            B-48 RegressionIT.itRunsInAnyFolder
            B-49 CallersTest.strangersHaveToProveWhoTheyAre LogTextTest.aStrangersNameStaysOnItsLine
            B-50 SessionDumpTest.isDisconnectedWhileAStageIsDown
            B-51 JsonSocketListenerTest.findsTheHeaderHoweverItIsCut JsonSocketClusterTest.isContentWithAnswersOfAllKindsOfServers
            B-52 UdpSingletonTest.makesANewSessionOfTheNextDatagramAfterASecond
            B-53 SessionTest.dampsAnUpstreamThatAcceptsAndDies SessionEndTest.aFloodOfEventsIsBounded
            B-54 TcpConnectorTest.saysWhoRefused
            B-55 StrictFileTest.everyViolationIsListedWithItsPlace AssemblyTest.aConfigurationThatIsWrongStartsNothing
            B-56 SessionDumpTest.aRewriteThatWouldMakeTheMetadataAStringDoesNoHarm
            B-57 OperationsTest.mediaTypesAreReadWithParametersAndInAnyCase
            B-58 RegressionIT.oneOfManyWhoAddANameGetsIt
            B-59 ProcessIT.dumpsShowObjectsInTheOrderOfTheirMaking
            B-60 CrashIT.upstreamsThatResetWhenAllIsOver
            B-61 CrashIT.streamsThatEndInsideTheProxy
            B-62 CrashIT.webSocketClientsThatBreakTheProtocol CrashIT.webSocketServersThatBreakTheProtocol
            B-63 UpgradeTargetTest.carriesHeadersButNotThoseOfOneHop MatrixIT.anyStreamIntoAnyStream
            B-64 MatrixIT.overIpv6 UpgradeTargetTest.putsBracketsAroundIpv6
            B-65 WebSocketDialTest.deliversWhatComesRightBehindTheAnswer
            B-66 CrashIT.upstreamsThatFailInTheMiddleOfAnAnswer HttpListenerTest.neverLetsAnAnswerThatIsCutLookWhole
            """;

    static List<Regressions> all() {
        return TABLE.lines().map(line -> line.split(" ")).map(words -> new Regressions(words[0],
                List.of(Arrays.copyOfRange(words, 1, words.length)))).toList();
    }

    /** Fails if a test is named that is not there any more. */
    void check() {
        assertThat(tests).as(bug).isNotEmpty().allSatisfy(test -> {
            var words = test.split("\\.");
            assertThat(source(words[0]).lines()
                    .anyMatch(line -> line.matches("    (void|Stream<DynamicTest>) " + words[1] + "\\(.*")))
                    .as(test).isTrue();
        });
    }

    private static String source(String test) {
        var root = Path.of(System.getProperty("l7mp.root"));
        try (Stream<Path> modules = Files.list(root)) {
            for (var tests : modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    var found = files.filter(file -> file.endsWith(test + ".java")).findFirst();
                    if (found.isPresent()) {
                        return Files.readString(found.get());
                    }
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
