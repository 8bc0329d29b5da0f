<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>CardDrops</name>
    <message numerus="yes">
      <source>Add %n file(s) to your characters</source>
      <translation>
        <numerusform>Add %n file to your characters</numerusform>
        <numerusform>Add %n files to your characters</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CardForm</name>
    <message numerus="yes">
      <source>Lorebook: %n entry(s)…</source>
      <translation>
        <numerusform>Lorebook: %n entry…</numerusform>
        <numerusform>Lorebook: %n entries…</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CharactersModel</name>
    <message numerus="yes">
      <source>%n chat(s)</source>
      <translation>
        <numerusform>%n chat</numerusform>
        <numerusform>%n chats</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CharactersPage</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n character</numerusform>
        <numerusform>%n characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{0} of %n character(s)</source>
      <translation>
        <numerusform>{0} of %n character</numerusform>
        <numerusform>{0} of %n characters</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ChatContextDialog</name>
    <message numerus="yes">
      <source>Between the header and the text below lie %n message(s) in the saved state.</source>
      <translation>
        <numerusform>Between the header and the text below lies %n message in the saved state.</numerusform>
        <numerusform>Between the header and the text below lie %n messages in the saved state.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ChatSearch</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n message</numerusform>
        <numerusform>%n messages</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ChatsList</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n message</numerusform>
        <numerusform>%n messages</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CountedText</name>
    <message numerus="yes">
      <source>%n token(s)</source>
      <translation>
        <numerusform>%n token</numerusform>
        <numerusform>%n tokens</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CrashDialog</name>
    <message numerus="yes">
      <source>%n more time(s) since.</source>
      <translation>
        <numerusform>%n more time since.</numerusform>
        <numerusform>%n more times since.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>FileDrops</name>
    <message numerus="yes">
      <source>Import %n file(s) as one work</source>
      <translation>
        <numerusform>Import %n file as one work</numerusform>
        <numerusform>Import %n files as one work</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>FindBar</name>
    <message numerus="yes">
      <source>%n hit(s)</source>
      <translation>
        <numerusform>%n hit</numerusform>
        <numerusform>%n hits</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ImportDialog</name>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>and %n more</numerusform>
        <numerusform>and %n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LibraryFilter</name>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LoreReasons</name>
    <message numerus="yes">
      <source>About %n token(s).</source>
      <translation>
        <numerusform>About %n token.</numerusform>
        <numerusform>About %n tokens.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Not read: it came up, but there was no room left for its %n token(s).</source>
      <translation>
        <numerusform>Not read: it came up, but there was no room left for its %n token.</numerusform>
        <numerusform>Not read: it came up, but there was no room left for its %n tokens.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>MemorySection</name>
    <message numerus="yes">
      <source>%n paragraph(s) before</source>
      <translation>
        <numerusform>%n paragraph before</numerusform>
        <numerusform>%n paragraphs before</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>MoveDialog</name>
    <message numerus="yes">
      <source>%n file(s), {0}; {1} are free there.</source>
      <translation>
        <numerusform>%n file, {0}; {1} are free there.</numerusform>
        <numerusform>%n files, {0}; {1} are free there.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message numerus="yes">
      <source>%n entry(s) added.</source>
      <translation>
        <numerusform>%n entry added.</numerusform>
        <numerusform>%n entries added.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hit(s) replaced in {0} texts.</source>
      <translation>
        <numerusform>%n hit replaced in {0} texts.</numerusform>
        <numerusform>%n hits replaced in {0} texts.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hit(s) replaced.</source>
      <translation>
        <numerusform>%n hit replaced.</numerusform>
        <numerusform>%n hits replaced.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n story(s) used it and now go on without it.</source>
      <translation>
        <numerusform>%n story used it and now goes on without it.</numerusform>
        <numerusform>%n stories used it and now go on without it.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n text(s) are as they were.</source>
      <translation>
        <numerusform>%n text is as it was.</numerusform>
        <numerusform>%n texts are as they were.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>PeoplePage</name>
    <message numerus="yes">
      <source>%n reply(s) that a sudden end cut off were kept.</source>
      <translation>
        <numerusform>%n reply that a sudden end cut off was kept.</numerusform>
        <numerusform>%n replies that a sudden end cut off were kept.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>And %n more.</source>
      <translation>
        <numerusform>And %n more.</numerusform>
        <numerusform>And %n more.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RecallStrip</name>
    <message numerus="yes">
      <source>%n passage(s) recalled</source>
      <translation>
        <numerusform>%n passage recalled</numerusform>
        <numerusform>%n passages recalled</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n passage(s) to be recalled for this message</source>
      <translation>
        <numerusform>%n passage to be recalled for this message</numerusform>
        <numerusform>%n passages to be recalled for this message</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RelativeTime</name>
    <message numerus="yes">
      <source>%n hour(s) ago</source>
      <translation>
        <numerusform>%n hour ago</numerusform>
        <numerusform>%n hours ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) ago</source>
      <translation>
        <numerusform>%n minute ago</numerusform>
        <numerusform>%n minutes ago</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>SpaceView</name>
    <message numerus="yes">
      <source>After %n minute(s)</source>
      <translation>
        <numerusform>After %n minute</numerusform>
        <numerusform>After %n minutes</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StatisticsPage</name>
    <message numerus="yes">
      <source>%n day(s)</source>
      <translation>
        <numerusform>%n day</numerusform>
        <numerusform>%n days</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n character</numerusform>
        <numerusform>%n characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n message</numerusform>
        <numerusform>%n messages</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n word</numerusform>
        <numerusform>%n words</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StyleUsers</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n character</numerusform>
        <numerusform>%n characters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n conversation(s)</source>
      <translation>
        <numerusform>%n conversation</numerusform>
        <numerusform>%n conversations</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n story(s)</source>
      <translation>
        <numerusform>%n story</numerusform>
        <numerusform>%n stories</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>TimeLeft</name>
    <message numerus="yes">
      <source>%n hour(s) left</source>
      <translation>
        <numerusform>%n hour left</numerusform>
        <numerusform>%n hours left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) left</source>
      <translation>
        <numerusform>%n minute left</numerusform>
        <numerusform>%n minutes left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n second(s) left</source>
      <translation>
        <numerusform>%n second left</numerusform>
        <numerusform>%n seconds left</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>VersionsDialog</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n word</numerusform>
        <numerusform>%n words</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>WorkSearchPanel</name>
    <message numerus="yes">
      <source>%n hit(s)</source>
      <translation>
        <numerusform>%n hit</numerusform>
        <numerusform>%n hits</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n item(s)</source>
      <translation>
        <numerusform>%n item</numerusform>
        <numerusform>%n items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Replace %n hit(s)</source>
      <translation>
        <numerusform>Replace %n hit</numerusform>
        <numerusform>Replace %n hits</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>_ChatsModel</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n message</numerusform>
        <numerusform>%n messages</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>_WorksModel</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n word</numerusform>
        <numerusform>%n words</numerusform>
      </translation>
    </message>
  </context>
</TS>
