package import Logging

extension JournalEvent {
    /// The 128-bit identifier as journald wants it: 32 hexadecimal digits.
    package var messageID: String {
        switch self {
        case .started: "ac4046364cb047988c74295dc1e631df"
        case .startSlow: "faf69ad2de9c4402beca232f54ccab94"
        case .stopping: "678fe68616f24b23aa6ec0c5dbe8f407"
        case .stopped: "00293a09b60944e48c9d49e748582338"
        case .reloading: "4b26bab1fe024719ad0117ad73730156"
        case .configurationLoaded: "bd2e5ba7ef4c4d4bb82ea0a5e2fcf2a1"
        case .configurationRejected: "28999c578f404ec1914a3b3240ba99fd"
        case .configurationWarning: "d4ce25e355244115b2a0b33799fe3be6"
        case .systemUnsuitable: "5c0235fecdd94c9d8fef7d92ca7155b0"
        case .directoriesUnusable: "6b1f425ff5af4a268b7964b5d0abc40e"
        case .socketUnavailable: "ff54274ad35e4b33b0929679cd6d005b"
        case .imageDone: "4764c15585a84f0788fe1300707e5ef5"
        case .imageFailed: "0edc3bb3953a464483d8c50764673975"
        case .imageParked: "13b94b4c28734ff9ba9648ea1c405e5b"
        case .imageFlagged: "e324136bc1c14330855b20b9e40978a1"
        case .doubtRises: "cdf19b05938c4dbf90b3e237da3afdfd"
        case .imageWarning: "d2058281c64145f2aaa94d149a334155"
        case .imagePostponed: "c2c25fb1dfbe44fd917fef6b5501ffac"
        case .imageChanged: "7cfdfa54d852477daab06d3234ab7662"
        case .filePassedOver: "d2b4b6d27d834847a677d6810a9e28b7"
        case .resultPassedOver: "5169dbb19fb94a06a20204f688062ef9"
        case .folderDegraded: "c478ef7b4fe649d19ab7de5cfced7d79"
        case .folderRecovered: "6b01ca79324e4a928e0820d05aed050a"
        case .folderPolled: "696d1e67eef14db0bf988395cd6d8dae"
        case .watchLimit: "5dc40e6136b3467c945c56e0ab9182ac"
        case .eventsLost: "31c254a4fa164c899a4976ba4f5b5504"
        case .waitLearned: "df6f87743601449991860d6a2bb75d32"
        case .resultsBlocked: "065db29dc9f44875b42cf0efafc049d0"
        case .resultsResumed: "a1ddc1d9665e4d78b7796f64dbce624e"
        case .storageLow: "179bf066a10a48d9a6e7b9ace49b1372"
        case .storageRecovered: "cdf1187647374ec5ade2beec2124cb95"
        case .callHangs: "5687b556d1ff4db3ae2405b3314536b2"
        case .callReturned: "280a6d9c1e9244d8984cbc2a9ef323e7"
        case .tablesBehind: "e32bb52ac48c461b8a2f1dc30f8184b8"
        case .tablesCurrent: "876bea8c5a9c4d1eb3a788b1af31e4fd"
        case .tablesWarning: "054fa2b2407344df9e7e24e648d758b8"
        case .classifierLoaded: "93993c7c9c644ab4a825f44e95dcc0c5"
        case .classifierRejected: "715cf172c0b74335944be8d6bab3cbd7"
        case .classifierUnreadable: "32bd71901d394ce29ae41133070fc6c8"
        case .classifierGone: "dc315f67604b447ebb4d30a407cacbb7"
        case .classifierWarning: "aed6166aa90b408fab6ea1ee0e7b4b71"
        case .classifierNotKept: "b4d9a3f292f24a988d1638f2cfaf823f"
        case .classifierCopyRenewed: "111d55236e8343788910962d7808c409"
        case .trainingBegan: "e66613d693f84b60b7fb250cc9782ada"
        case .trainingDone: "499620efd1484569b7d61f9d8d17c527"
        case .candidateWaits: "b5687926424244e2a004b50e9b13cd1a"
        case .trainingRefused: "4da35b2aef864138a7797515de146165"
        case .trainingRecovered: "f2c8dbe4acd24f7b95c1f5a9035e0046"
        case .classifierAdopted: "818752de1d08459a9322b5be16c7af19"
        case .workerStarted: "7bb76538d67749bd8e117fa113e2d9a0"
        case .workerDied: "c54d6cf6750c4fb09009c6ea6b357bb2"
        case .workerUnavailable: "9cc2e74ce802408a84b610c4d7c59deb"
        case .deviceWarning: "09245bc3daef4af7bd0c05468a9f9f94"
        case .kernelCacheReplaced: "4a73e736463b40c6a13ae0f2d19aaae5"
        case .hostComputes: "f6012907cb804dc295c3b4cee07a7ffa"
        case .deviceRecovered: "9022682ca92c4a79b0717b1d6cd50369"
        case .ledgerTrouble: "c88af09272e14c71a000625aa3961b63"
        case .ledgerReplaced: "68820a474ceb47b5851792d04302c243"
        case .ledgerRecovered: "34ca39c3de1341b6a8c6dadd98f023a6"
        case .metricsUnwritten: "e2e3f5aad6764585b58a0b98f3944115"
        case .commandAsked: "8bd08fd170684c3fbfb7b8bd56be308f"
        case .messageSent: "45bbd4b23a2e437694acdf4508caa6c4"
        case .messageKept: "622e21110f424c80acd7dc9807395a27"
        case .notifierState: "08b3abc2bb88484197829533e45e357e"
        case .troubleOver: "a87763cbcadf48ba9e495f17a1004c12"
        }
    }

    /// The level that such an event has unless it is logged at another: a warning where somebody should do something, a
    /// notice where somebody may want to know.
    package var level: Logger.Level {
        switch self {
        case .configurationRejected, .systemUnsuitable, .directoriesUnusable, .workerUnavailable: .critical
        case .started, .imageDone, .imagePostponed, .imageChanged, .classifierLoaded, .workerStarted, .messageSent,
            .trainingBegan:
            .info
        case .startSlow, .stopping, .stopped, .reloading, .configurationLoaded, .imageFlagged, .imageWarning,
            .folderRecovered, .folderPolled, .waitLearned, .resultsResumed, .storageRecovered, .callReturned,
            .tablesCurrent, .deviceRecovered, .ledgerRecovered, .troubleOver,
            .commandAsked, .notifierState, .trainingDone, .candidateWaits, .trainingRecovered, .classifierAdopted:
            .notice
        case .configurationWarning, .socketUnavailable, .imageFailed, .imageParked, .doubtRises, .filePassedOver,
            .resultPassedOver, .folderDegraded, .watchLimit, .eventsLost, .resultsBlocked, .storageLow, .callHangs,
            .tablesBehind, .tablesWarning, .classifierRejected, .classifierUnreadable, .classifierGone,
            .classifierWarning, .classifierNotKept, .classifierCopyRenewed, .workerDied, .deviceWarning,
            .kernelCacheReplaced, .hostComputes, .ledgerTrouble, .ledgerReplaced,
            .metricsUnwritten, .messageKept, .trainingRefused:
            .warning
        }
    }
}
