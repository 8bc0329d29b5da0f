<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>About Longscroll</source>
      <translation>关于长卷</translation>
    </message>
    <message>
      <source>Bill of materials (SBOM)</source>
      <translation>软件物料清单（SBOM）</translation>
    </message>
    <message>
      <source>Bill of materials: {0}</source>
      <translation>软件物料清单：{0}</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Find a part</source>
      <translation>查找组件</translation>
    </message>
    <message>
      <source>Free software under the Apache License 2.0. Nothing leaves your computer.</source>
      <translation>自由软件，采用 Apache 许可证 2.0。任何内容都不会离开你的电脑。</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>许可证</translation>
    </message>
    <message>
      <source>Longscroll and what comes with it</source>
      <translation>长卷及其自带内容</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>组件</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>组件</translation>
    </message>
    <message>
      <source>Parts by others</source>
      <translation>他人的组件</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>This part brings no text of its licence along.</source>
      <translation>这个组件没有附带许可证全文。</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Version {0} on {1}</source>
      <translation>版本 {0}，运行于 {1}</translation>
    </message>
  </context>
  <context>
    <name>BackupDialog</name>
    <message>
      <source> hours</source>
      <translation> 小时</translation>
    </message>
    <message>
      <source>All works with their versions, without what models remember of them. Each backup is opened once, to see that it is whole.</source>
      <translation>包含所有作品及其版本，不含模型的记忆状态。每份备份都会打开检查一次，确认完整。</translation>
    </message>
    <message>
      <source>Back up now</source>
      <translation>立即备份</translation>
    </message>
    <message>
      <source>Backing up…</source>
      <translation>正在备份…</translation>
    </message>
    <message>
      <source>Backups</source>
      <translation>备份</translation>
    </message>
    <message>
      <source>Bring works back…</source>
      <translation>取回作品…</translation>
    </message>
    <message>
      <source>Change…</source>
      <translation>更改…</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Folder for backups</source>
      <translation>存放备份的文件夹</translation>
    </message>
    <message>
      <source>Keep the newest</source>
      <translation>保留最新的份数</translation>
    </message>
    <message>
      <source>Make one every</source>
      <translation>备份间隔</translation>
    </message>
    <message>
      <source>No backup has been made yet: “Back up now” makes the first.</source>
      <translation>还没有备份：点“立即备份”创建第一份。</translation>
    </message>
  </context>
  <context>
    <name>Card</name>
    <message>
      <source>of {0}</source>
      <translation>目标 {0}</translation>
    </message>
  </context>
  <context>
    <name>CardBookDialog</name>
    <message>
      <source>Lorebook of {0}</source>
      <translation>{0} 的设定集</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
    <message>
      <source>“{0}” is deleted.</source>
      <translation>“{0}”已删除。</translation>
    </message>
  </context>
  <context>
    <name>CardDrops</name>
    <message numerus="yes">
      <source>Add %n file(s) to your characters</source>
      <translation>
        <numerusform>把 %n 个文件加入你的角色</numerusform>
      </translation>
    </message>
    <message>
      <source>Add “{0}” to your characters</source>
      <translation>把“{0}”加入你的角色</translation>
    </message>
  </context>
  <context>
    <name>CardForm</name>
    <message numerus="yes">
      <source>Lorebook: %n entry(s)…</source>
      <translation>
        <numerusform>设定集：%n 个条目…</numerusform>
      </translation>
    </message>
    <message>
      <source>Lorebook…</source>
      <translation>设定集…</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>What the model reads of when it is named</source>
      <translation>提到时模型会读到的内容</translation>
    </message>
  </context>
  <context>
    <name>CardTexts</name>
    <message>
      <source>About the card</source>
      <translation>关于这张卡</translation>
    </message>
    <message>
      <source>Creator</source>
      <translation>作者</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>Empty: what the prompt format says</source>
      <translation>留空则用提示格式自带的</translation>
    </message>
    <message>
      <source>Example dialogues</source>
      <translation>对话示例</translation>
    </message>
    <message>
      <source>First message</source>
      <translation>开场白</translation>
    </message>
    <message>
      <source>For people; the model never reads them</source>
      <translation>写给人看的，模型从不读取</translation>
    </message>
    <message>
      <source>How it begins</source>
      <translation>如何开始</translation>
    </message>
    <message>
      <source>How it is listed</source>
      <translation>列表里显示的名字</translation>
    </message>
    <message>
      <source>How it speaks</source>
      <translation>如何说话</translation>
    </message>
    <message>
      <source>In a few words</source>
      <translation>几个词就好</translation>
    </message>
    <message>
      <source>Instructions after the chat</source>
      <translation>对话之后的指令</translation>
    </message>
    <message>
      <source>Instructions to the model</source>
      <translation>给模型的指令</translation>
    </message>
    <message>
      <source>Looks, past, manners: all that is always true</source>
      <translation>外貌、经历、举止：一切始终成立的事</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名字</translation>
    </message>
    <message>
      <source>Nickname</source>
      <translation>昵称</translation>
    </message>
    <message>
      <source>Notes of its creator</source>
      <translation>作者的话</translation>
    </message>
    <message>
      <source>Personality</source>
      <translation>性格</translation>
    </message>
    <message>
      <source>Read last, right before the answer</source>
      <translation>最后读取，紧接在回答之前</translation>
    </message>
    <message>
      <source>Scenario</source>
      <translation>情境</translation>
    </message>
    <message>
      <source>Such as 1.0</source>
      <translation>例如 1.0</translation>
    </message>
    <message>
      <source>System prompt</source>
      <translation>系统提示词</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>What it says first: the model follows its style</source>
      <translation>角色的第一句话：模型会跟随它的文风</translation>
    </message>
    <message>
      <source>What {{char}} stands for, if it is not the name</source>
      <translation>{{char}} 所代表的称呼，若与名字不同</translation>
    </message>
    <message>
      <source>Where you meet, and why</source>
      <translation>你们在哪里、为何相遇</translation>
    </message>
    <message>
      <source>Who it is</source>
      <translation>这是谁</translation>
    </message>
    <message>
      <source>Who made the card</source>
      <translation>谁做了这张卡</translation>
    </message>
  </context>
  <context>
    <name>CareUi</name>
    <message>
      <source>About Longscroll…</source>
      <translation>关于长卷…</translation>
    </message>
    <message>
      <source>It was chosen when the program was started, so it cannot be moved.</source>
      <translation>它是启动程序时指定的，因此不能移动。</translation>
    </message>
    <message>
      <source>Log…</source>
      <translation>日志…</translation>
    </message>
    <message>
      <source>Program</source>
      <translation>程序</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>设置…</translation>
    </message>
  </context>
  <context>
    <name>CharacterDetails</name>
    <message>
      <source>Chat</source>
      <translation>聊天</translation>
    </message>
    <message>
      <source>Delete the character</source>
      <translation>删除这个角色</translation>
    </message>
    <message>
      <source>Duplicate the character</source>
      <translation>复制一个同样的角色</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>编辑</translation>
    </message>
    <message>
      <source>Edit the character’s card</source>
      <translation>编辑角色卡</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>收藏</translation>
    </message>
    <message>
      <source>Go on with the last chat, or begin one</source>
      <translation>继续上次的聊天，或开始新的</translation>
    </message>
    <message>
      <source>Notes of its creator</source>
      <translation>作者的话</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Write the card as a file</source>
      <translation>把角色卡写成文件</translation>
    </message>
    <message>
      <source>by {0}</source>
      <translation>作者：{0}</translation>
    </message>
    <message>
      <source>version {0}</source>
      <translation>版本 {0}</translation>
    </message>
  </context>
  <context>
    <name>CharacterEditor</name>
    <message>
      <source>Back to the characters</source>
      <translation>回到角色</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>聊天</translation>
    </message>
    <message>
      <source>Go on with the last chat, or begin one</source>
      <translation>继续上次的聊天，或开始新的</translation>
    </message>
    <message>
      <source>Macros</source>
      <translation>宏</translation>
    </message>
    <message>
      <source>Show what the model reads of this card</source>
      <translation>查看模型会读到这张卡的哪些内容</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>What stands at the head of every chat</source>
      <translation>每次聊天开头都有的内容</translation>
    </message>
    <message>
      <source>What the model reads</source>
      <translation>模型读到的内容</translation>
    </message>
    <message>
      <source>Words in braces that become others, to put in</source>
      <translation>插入花括号中的词，读取时会换成别的</translation>
    </message>
    <message>
      <source>{0} tokens always read</source>
      <translation>始终读取 {0} 个词元</translation>
    </message>
  </context>
  <context>
    <name>CharacterStyle</name>
    <message>
      <source>How strongly the character keeps to the style</source>
      <translation>角色遵循风格的程度</translation>
    </message>
    <message>
      <source>With which learnt styles the model speaks as this character</source>
      <translation>模型以哪些学来的风格扮演这个角色</translation>
    </message>
  </context>
  <context>
    <name>CharactersGrid</name>
    <message>
      <source>Chat</source>
      <translation>聊天</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <translation>复制一份</translation>
    </message>
    <message>
      <source>Edit…</source>
      <translation>编辑…</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>收藏</translation>
    </message>
    <message>
      <source>No favourite</source>
      <translation>取消收藏</translation>
    </message>
    <message>
      <source>Package with all of it (charx)…</source>
      <translation>包含一切的包 (charx)…</translation>
    </message>
    <message>
      <source>Picture with the card in it (png)…</source>
      <translation>内含角色卡的图片 (png)…</translation>
    </message>
    <message>
      <source>Text with card and picture (json)…</source>
      <translation>含角色卡和图片的文本（json）…</translation>
    </message>
  </context>
  <context>
    <name>CharactersModel</name>
    <message numerus="yes">
      <source>%n chat(s)</source>
      <translation>
        <numerusform>%n 次聊天</numerusform>
      </translation>
    </message>
    <message>
      <source>No chats yet</source>
      <translation>还没有聊天</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>favourite</source>
      <translation>已收藏</translation>
    </message>
  </context>
  <context>
    <name>CharactersPage</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n 个角色</numerusform>
      </translation>
    </message>
    <message>
      <source>Add characters from card files: png, json, charx</source>
      <translation>从角色卡文件添加角色：png、json、charx</translation>
    </message>
    <message>
      <source>Character cards ({0})</source>
      <translation>角色卡 ({0})</translation>
    </message>
    <message>
      <source>Characters</source>
      <translation>角色</translation>
    </message>
    <message>
      <source>Export the character</source>
      <translation>导出角色</translation>
    </message>
    <message>
      <source>Import characters</source>
      <translation>导入角色</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Make a character of your own</source>
      <translation>创建你自己的角色</translation>
    </message>
    <message>
      <source>New character</source>
      <translation>新建角色</translation>
    </message>
    <message>
      <source>No character answers to this search.</source>
      <translation>没有符合搜索的角色。</translation>
    </message>
    <message>
      <source>Personas…</source>
      <translation>我的身份…</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Who you are in chats</source>
      <translation>你在聊天中的身份</translation>
    </message>
    <message numerus="yes">
      <source>{0} of %n character(s)</source>
      <translation>
        <numerusform>%n 个角色中的 {0} 个</numerusform>
      </translation>
    </message>
    <message>
      <source>“{0}” and its chats are deleted.</source>
      <translation>“{0}”及其聊天已删除。</translation>
    </message>
  </context>
  <context>
    <name>ChatContextDialog</name>
    <message numerus="yes">
      <source>Between the header and the text below lie %n message(s) in the saved state.</source>
      <translation>
        <numerusform>开头与下面的文字之间还有 %n 条消息，在保存的状态里。</numerusform>
      </translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy all that the model read</source>
      <translation>复制模型读到的全部文字</translation>
    </message>
    <message>
      <source>Grey: kept in the saved state. Plain: your last words, read for this reply. Coloured: put in for this reply only.</source>
      <translation>灰色：保存在状态里。普通：你最后说的话，为这次回复而读。有底色：只为这次回复插入。</translation>
    </message>
    <message>
      <source>It began with the style {0}.</source>
      <translation>起始风格：{0}。</translation>
    </message>
    <message>
      <source>Lorebook</source>
      <translation>设定集</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Nothing was read yet in this conversation.</source>
      <translation>这段对话里还没有读过什么。</translation>
    </message>
    <message>
      <source>Nothing was recalled.</source>
      <translation>没有回忆起什么。</translation>
    </message>
    <message>
      <source>Of the character, after the conversation</source>
      <translation>角色卡所写，放在对话之后</translation>
    </message>
    <message>
      <source>Passages that were recalled</source>
      <translation>回忆起的片段</translation>
    </message>
    <message>
      <source>Reading began with message {0}.</source>
      <translation>从第 {0} 条消息开始阅读。</translation>
    </message>
    <message>
      <source>Recalled</source>
      <translation>回忆</translation>
    </message>
    <message>
      <source>Show this message</source>
      <translation>显示这条消息</translation>
    </message>
    <message>
      <source>The text below is all that the model knows.</source>
      <translation>模型所知道的就是下面的全部文字。</translation>
    </message>
    <message>
      <source>What the model read for the last reply</source>
      <translation>模型为上一条回复读了什么</translation>
    </message>
    <message>
      <source>Why each entry was read or not</source>
      <translation>每个条目为何被读取或未被读取</translation>
    </message>
    <message>
      <source>always</source>
      <translation>总是</translation>
    </message>
    <message>
      <source>“{0}” ({1} %)</source>
      <translation>“{0}”（{1}%）</translation>
    </message>
  </context>
  <context>
    <name>ChatHeader</name>
    <message>
      <source>About {0}</source>
      <translation>关于{0}</translation>
    </message>
    <message>
      <source>All conversations, and a new one</source>
      <translation>全部对话与新对话</translation>
    </message>
    <message>
      <source>As set for the character</source>
      <translation>按角色的设定</translation>
    </message>
    <message>
      <source>Character</source>
      <translation>角色</translation>
    </message>
    <message>
      <source>Checkpoints</source>
      <translation>标记点</translation>
    </message>
    <message>
      <source>Conversations</source>
      <translation>对话</translation>
    </message>
    <message>
      <source>No checkpoints yet: name a place in its message’s menu</source>
      <translation>还没有标记点：在消息的菜单里给它起个名字</translation>
    </message>
    <message>
      <source>Prompt format: {0}</source>
      <translation>提示词格式：{0}</translation>
    </message>
    <message>
      <source>Prompt formats…</source>
      <translation>提示词格式…</translation>
    </message>
    <message>
      <source>Search this conversation</source>
      <translation>在这段对话中搜索</translation>
    </message>
    <message>
      <source>The model’s own format</source>
      <translation>模型自己的格式</translation>
    </message>
    <message>
      <source>This conversation: note, recall, sampling…</source>
      <translation>这段对话：备注、回忆、采样…</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>What the model read…</source>
      <translation>模型读到的内容…</translation>
    </message>
    <message>
      <source>You are: {0}</source>
      <translation>你是：{0}</translation>
    </message>
    <message>
      <source>Your personas…</source>
      <translation>你的身份…</translation>
    </message>
    <message>
      <source>as set for the character</source>
      <translation>按角色的设定</translation>
    </message>
    <message>
      <source>the model’s</source>
      <translation>模型自己的</translation>
    </message>
  </context>
  <context>
    <name>ChatPage</name>
    <message>
      <source>Characters</source>
      <translation>角色</translation>
    </message>
    <message>
      <source>Choose a character to talk with: it remembers all you ever said.</source>
      <translation>选一个角色来交谈：你说过的一切，它都记得。</translation>
    </message>
    <message>
      <source>Choose or import a character to talk with</source>
      <translation>选择或导入一个角色来交谈</translation>
    </message>
    <message>
      <source>No conversation is open</source>
      <translation>没有打开的对话</translation>
    </message>
    <message>
      <source>Nothing has been said yet</source>
      <translation>还没有人说话</translation>
    </message>
    <message>
      <source>Write the first words below.</source>
      <translation>在下面写下第一句话。</translation>
    </message>
  </context>
  <context>
    <name>ChatSearch</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n 条消息</numerusform>
      </translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Messages found</source>
      <translation>找到的消息</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <translation>没有找到</translation>
    </message>
    <message>
      <source>Search this conversation</source>
      <translation>在这段对话中搜索</translation>
    </message>
  </context>
  <context>
    <name>ChatSettingsDialog</name>
    <message>
      <source>All of it; of a long conversation never read before, its end</source>
      <translation>读全部；若是从未读过的长对话，则只读结尾</translation>
    </message>
    <message>
      <source>As the program is set</source>
      <translation>按程序的设置</translation>
    </message>
    <message>
      <source>At most so many at once; 0 turns recall off</source>
      <translation>一次最多这么多；0 表示不回忆</translation>
    </message>
    <message>
      <source>Author’s note</source>
      <translation>作者注</translation>
    </message>
    <message>
      <source>Begin where it is sensible</source>
      <translation>从合适的地方开始</translation>
    </message>
    <message>
      <source>In place of the character’s; read anew once</source>
      <translation>代替角色的场景；会重新读一次</translation>
    </message>
    <message>
      <source>Passages recalled</source>
      <translation>回忆片段数</translation>
    </message>
    <message>
      <source>Read from message</source>
      <translation>从这条消息读起</translation>
    </message>
    <message>
      <source>Reads about {0} tokens once</source>
      <translation>一次性读取约 {0} 个词元</translation>
    </message>
    <message>
      <source>Sampling</source>
      <translation>采样</translation>
    </message>
    <message>
      <source>Scenario</source>
      <translation>场景</translation>
    </message>
    <message>
      <source>Stands just above your last message, each time</source>
      <translation>每次都放在你最后一条消息的上方</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <source>This conversation</source>
      <translation>这段对话</translation>
    </message>
    <message>
      <source>What lies before is never read, but can be recalled</source>
      <translation>之前的内容不会被读取，但可以被回忆起</translation>
    </message>
    <message>
      <source>about {0} s</source>
      <translation>约 {0} 秒</translation>
    </message>
  </context>
  <context>
    <name>ChatStyle</name>
    <message>
      <source>As the character</source>
      <translation>与角色一致</translation>
    </message>
    <message>
      <source>As the character: {0}</source>
      <translation>与角色一致：{0}</translation>
    </message>
    <message>
      <source>How strongly the conversation keeps to the style</source>
      <translation>对话遵循风格的程度</translation>
    </message>
    <message>
      <source>With which learnt styles the model speaks in this conversation</source>
      <translation>模型在这段对话里用哪些学来的风格</translation>
    </message>
  </context>
  <context>
    <name>ChatView</name>
    <message>
      <source>Conversation</source>
      <translation>对话</translation>
    </message>
  </context>
  <context>
    <name>ChatsList</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n 条消息</numerusform>
      </translation>
    </message>
    <message>
      <source>Begin another chat with this character</source>
      <translation>与这个角色开始新的聊天</translation>
    </message>
    <message>
      <source>Chats</source>
      <translation>聊天</translation>
    </message>
    <message>
      <source>New chat</source>
      <translation>新聊天</translation>
    </message>
    <message>
      <source>None yet. What you say to one another is kept here.</source>
      <translation>还没有。你们之间说过的话会保存在这里。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
  </context>
  <context>
    <name>ChatsPopup</name>
    <message>
      <source>Begins a new conversation with this character</source>
      <translation>与这个角色开始新的对话</translation>
    </message>
    <message>
      <source>Brings in a conversation of a file</source>
      <translation>从文件导入一段对话</translation>
    </message>
    <message>
      <source>Conversations</source>
      <translation>对话</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <translation>复制一份</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>New</source>
      <translation>新建</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>重命名…</translation>
    </message>
    <message>
      <source>Search conversations</source>
      <translation>搜索对话</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
  </context>
  <context>
    <name>Composer</name>
    <message>
      <source>Another reply</source>
      <translation>换一个回复</translation>
    </message>
    <message>
      <source>Continue the reply</source>
      <translation>续写回复</translation>
    </message>
    <message>
      <source>Let the model write your message</source>
      <translation>让模型替你写</translation>
    </message>
    <message>
      <source>Say something…</source>
      <translation>说点什么…</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>发送</translation>
    </message>
    <message>
      <source>Send the message</source>
      <translation>发送消息</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop writing</source>
      <translation>停止书写</translation>
    </message>
    <message>
      <source>Your message</source>
      <translation>你的消息</translation>
    </message>
  </context>
  <context>
    <name>ContextDialog</name>
    <message>
      <source>Before this stand {0} more characters of the book.</source>
      <translation>前面还有本书的 {0} 个字符。</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy all that the model read</source>
      <translation>复制模型读到的全部内容</translation>
    </message>
    <message>
      <source>Grey: the book, kept as a saved state. Coloured: injected for this time only. Plain: the last paragraphs, read anew each time.</source>
      <translation>灰色：书的正文，已存为状态。着色：仅为这一次插入。普通：最后几段，每次重读。</translation>
    </message>
    <message>
      <source>Lorebook</source>
      <translation>设定集</translation>
    </message>
    <message>
      <source>Nothing was read yet. Press Continue in the story.</source>
      <translation>还没有读过任何内容。请在正文里按“续写”。</translation>
    </message>
    <message>
      <source>What the model read</source>
      <translation>模型读到了什么</translation>
    </message>
    <message>
      <source>Why each entry was read or not</source>
      <translation>每个条目为何读到或没有读到</translation>
    </message>
  </context>
  <context>
    <name>CopyDialog</name>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Ending…</source>
      <translation>正在结束…</translation>
    </message>
    <message>
      <source>Moving your data to {0}</source>
      <translation>正在把你的数据移动到 {0}</translation>
    </message>
    <message>
      <source>Open Longscroll again</source>
      <translation>重新打开长卷</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>{0} of {1}, copied and compared</source>
      <translation>已复制并比对 {0}，共 {1}</translation>
    </message>
  </context>
  <context>
    <name>CostLine</name>
    <message>
      <source>Nothing to read again</source>
      <translation>无需重读</translation>
    </message>
    <message>
      <source>Reading… {0} of {1} tokens</source>
      <translation>正在读… {0} / {1} 个 token</translation>
    </message>
    <message>
      <source>Reads {0} tokens</source>
      <translation>需读 {0} 个 token</translation>
    </message>
    <message>
      <source>Reads {0} tokens, about {1} s</source>
      <translation>需读 {0} 个 token，约 {1} 秒</translation>
    </message>
    <message>
      <source>Reads {0} tokens, less than a second</source>
      <translation>需读 {0} 个 token，不到一秒</translation>
    </message>
    <message>
      <source>Writing…</source>
      <translation>正在书写…</translation>
    </message>
    <message>
      <source>Writing… {0} tokens a second</source>
      <translation>正在书写… 每秒 {0} 个 token</translation>
    </message>
  </context>
  <context>
    <name>CountedText</name>
    <message numerus="yes">
      <source>%n token(s)</source>
      <translation>
        <numerusform>%n 个词元</numerusform>
      </translation>
    </message>
    <message>
      <source>{0} tokens</source>
      <translation>{0} 个词元</translation>
    </message>
  </context>
  <context>
    <name>CrashDialog</name>
    <message numerus="yes">
      <source>%n more time(s) since.</source>
      <translation>
        <numerusform>此后又发生了 %n 次。</numerusform>
      </translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>复制详情</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>详情</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Open log folder</source>
      <translation>打开日志文件夹</translation>
    </message>
    <message>
      <source>Restart</source>
      <translation>重新启动</translation>
    </message>
    <message>
      <source>Something went wrong inside Longscroll. Your text is kept.</source>
      <translation>长卷内部出了问题。你的文字都已保留。</translation>
    </message>
    <message>
      <source>This is a mistake in the program, not yours. You can go on writing. If something does not answer any more, restart: Longscroll saves first. Nothing is sent to anybody; the details below help if you tell those who make Longscroll.</source>
      <translation>这是程序的错误，不是你的。你可以继续写。如果有什么不再响应，请重新启动：长卷会先保存。任何内容都不会发送给别人；如果你要告诉长卷的开发者，下面的详情会有帮助。</translation>
    </message>
  </context>
  <context>
    <name>DayChart</name>
    <message>
      <source>Words by day</source>
      <translation>每日字数</translation>
    </message>
    <message>
      <source>{0}: {1} by you, {2} by the model, {3} taken away</source>
      <translation>{0}：你写了 {1}，模型写了 {2}，删去 {3}</translation>
    </message>
  </context>
  <context>
    <name>EditorCommands</name>
    <message>
      <source>Check spelling or not</source>
      <translation>开关拼写检查</translation>
    </message>
    <message>
      <source>Find…</source>
      <translation>查找…</translation>
    </message>
    <message>
      <source>Focus mode</source>
      <translation>专注模式</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>格式</translation>
    </message>
    <message>
      <source>Full screen</source>
      <translation>全屏</translation>
    </message>
    <message>
      <source>Next hit</source>
      <translation>下一处</translation>
    </message>
    <message>
      <source>Previous hit</source>
      <translation>上一处</translation>
    </message>
    <message>
      <source>Replace…</source>
      <translation>替换…</translation>
    </message>
    <message>
      <source>Show or hide the format bar</source>
      <translation>显示或隐藏格式栏</translation>
    </message>
    <message>
      <source>Show or hide who wrote what</source>
      <translation>显示或隐藏文字来源</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>View</source>
      <translation>视图</translation>
    </message>
  </context>
  <context>
    <name>EmptyLibrary</name>
    <message>
      <source>Characters to talk with live here</source>
      <translation>可以与之聊天的角色都在这里</translation>
    </message>
    <message>
      <source>Drop a character card anywhere on this page: a picture (png) with a card in it, a json or a charx file. Or make a character of your own.</source>
      <translation>把角色卡拖到本页任意位置：内含角色卡的图片 (png)、json 或 charx 文件。也可以创建你自己的角色。</translation>
    </message>
    <message>
      <source>Import cards…</source>
      <translation>导入角色卡…</translation>
    </message>
    <message>
      <source>New character</source>
      <translation>新建角色</translation>
    </message>
  </context>
  <context>
    <name>ExportDialog</name>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Delete preset</source>
      <translation>删除预设</translation>
    </message>
    <message>
      <source>E-book</source>
      <translation>电子书</translation>
    </message>
    <message>
      <source>E-book (epub)</source>
      <translation>电子书（epub）</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Export “{0}”</source>
      <translation>导出“{0}”</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Forget this preset of yours</source>
      <translation>删除你的这个预设</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>格式</translation>
    </message>
    <message>
      <source>Keep these options under a name</source>
      <translation>以一个名称保存这些选项</translation>
    </message>
    <message>
      <source>Longscroll, complete with notes (longscroll)</source>
      <translation>长卷，连同备注完整保存（longscroll）</translation>
    </message>
    <message>
      <source>Markdown (md)</source>
      <translation>Markdown（md）</translation>
    </message>
    <message>
      <source>Name of the preset</source>
      <translation>预设名称</translation>
    </message>
    <message>
      <source>OpenDocument (odt)</source>
      <translation>OpenDocument（odt）</translation>
    </message>
    <message>
      <source>Pages (pdf)</source>
      <translation>版面（pdf）</translation>
    </message>
    <message>
      <source>Plain</source>
      <translation>简洁</translation>
    </message>
    <message>
      <source>Plain text (txt)</source>
      <translation>纯文本（txt）</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>预设</translation>
    </message>
    <message>
      <source>Save as preset</source>
      <translation>存为预设</translation>
    </message>
    <message>
      <source>Save as preset…</source>
      <translation>存为预设…</translation>
    </message>
    <message>
      <source>Standard manuscript</source>
      <translation>标准稿件</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
    <message>
      <source>Web page (html)</source>
      <translation>网页（html）</translation>
    </message>
    <message>
      <source>What it holds</source>
      <translation>包含内容</translation>
    </message>
    <message>
      <source>Word document (docx)</source>
      <translation>Word 文档（docx）</translation>
    </message>
    <message>
      <source>Written: {0}</source>
      <translation>已写入：{0}</translation>
    </message>
  </context>
  <context>
    <name>ExportForm</name>
    <message>
      <source>As installed</source>
      <translation>默认</translation>
    </message>
    <message>
      <source>Between scenes</source>
      <translation>场景之间</translation>
    </message>
    <message>
      <source>Fields: {0}. Empty: no heading.</source>
      <translation>可用字段：{0}。留空则没有标题。</translation>
    </message>
    <message>
      <source>First line indented</source>
      <translation>首行缩进</translation>
    </message>
    <message>
      <source>Font</source>
      <translation>字体</translation>
    </message>
    <message>
      <source>Headings of chapters</source>
      <translation>章标题</translation>
    </message>
    <message>
      <source>Headings of parts</source>
      <translation>卷标题</translation>
    </message>
    <message>
      <source>Indent (em)</source>
      <translation>缩进（em）</translation>
    </message>
    <message>
      <source>Justified lines</source>
      <translation>两端对齐</translation>
    </message>
    <message>
      <source>Line spacing</source>
      <translation>行距</translation>
    </message>
    <message>
      <source>Margin (mm)</source>
      <translation>页边距（毫米）</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>页面</translation>
    </message>
    <message>
      <source>Paragraphs</source>
      <translation>段落</translation>
    </message>
    <message>
      <source>Size (pt)</source>
      <translation>字号（磅）</translation>
    </message>
    <message>
      <source>Space between</source>
      <translation>段间留空</translation>
    </message>
    <message>
      <source>Title page</source>
      <translation>扉页</translation>
    </message>
    <message>
      <source>Titles of scenes</source>
      <translation>场景标题</translation>
    </message>
  </context>
  <context>
    <name>Figures</name>
    <message>
      <source>The model is at work.</source>
      <translation>模型正在工作。</translation>
    </message>
    <message>
      <source>{0} of {1} tokens; the rest from the saved state</source>
      <translation>{1} 个词元中读了 {0} 个；其余来自保存的状态</translation>
    </message>
  </context>
  <context>
    <name>FileDrops</name>
    <message>
      <source>Add {0} to the characters</source>
      <translation>把 {0} 加入角色</translation>
    </message>
    <message>
      <source>Add {0} to the lorebook</source>
      <translation>把 {0} 加入设定集</translation>
    </message>
    <message>
      <source>Add {0} to the models</source>
      <translation>将 {0} 添加到模型</translation>
    </message>
    <message numerus="yes">
      <source>Import %n file(s) as one work</source>
      <translation>
        <numerusform>把 %n 个文件导入为一部作品</numerusform>
      </translation>
    </message>
    <message>
      <source>Import {0} as a conversation</source>
      <translation>把 {0} 导入为对话</translation>
    </message>
    <message>
      <source>Import “{0}” as a work</source>
      <translation>把“{0}”导入为一部作品</translation>
    </message>
    <message>
      <source>Longscroll cannot read these files</source>
      <translation>Longscroll 无法读取这些文件</translation>
    </message>
  </context>
  <context>
    <name>FindBar</name>
    <message numerus="yes">
      <source>%n hit(s)</source>
      <translation>
        <numerusform>%n 处</numerusform>
      </translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>查找</translation>
    </message>
    <message>
      <source>Match case</source>
      <translation>区分大小写</translation>
    </message>
    <message>
      <source>Next hit</source>
      <translation>下一处</translation>
    </message>
    <message>
      <source>No hits</source>
      <translation>没有找到</translation>
    </message>
    <message>
      <source>Not a pattern: {0}</source>
      <translation>表达式有误：{0}</translation>
    </message>
    <message>
      <source>Only in the selection</source>
      <translation>仅在选中部分</translation>
    </message>
    <message>
      <source>Previous hit</source>
      <translation>上一处</translation>
    </message>
    <message>
      <source>Regular expression</source>
      <translation>正则表达式</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>替换</translation>
    </message>
    <message>
      <source>Replace all</source>
      <translation>全部替换</translation>
    </message>
    <message>
      <source>Replace all hits, in one step</source>
      <translation>一步替换全部</translation>
    </message>
    <message>
      <source>Replace this hit</source>
      <translation>替换此处</translation>
    </message>
    <message>
      <source>Replace with</source>
      <translation>替换为</translation>
    </message>
    <message>
      <source>This pattern takes too long</source>
      <translation>这个表达式耗时过长</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>整词匹配</translation>
    </message>
    <message>
      <source>{0} of {1}</source>
      <translation>第 {0} 处，共 {1} 处</translation>
    </message>
  </context>
  <context>
    <name>FirstStatuses</name>
    <message>
      <source>Draft</source>
      <translation>草稿</translation>
    </message>
    <message>
      <source>Finished</source>
      <translation>已完成</translation>
    </message>
    <message>
      <source>Revised</source>
      <translation>已修改</translation>
    </message>
  </context>
  <context>
    <name>Fold</name>
    <message>
      <source>Hide “{0}”</source>
      <translation>隐藏“{0}”</translation>
    </message>
    <message>
      <source>Show “{0}”</source>
      <translation>显示“{0}”</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>已收起</translation>
    </message>
    <message>
      <source>open</source>
      <translation>已展开</translation>
    </message>
  </context>
  <context>
    <name>FolderField</name>
    <message>
      <source>Choose the folder: {0}</source>
      <translation>选择文件夹：{0}</translation>
    </message>
  </context>
  <context>
    <name>FormatBar</name>
    <message>
      <source>Formats</source>
      <translation>格式</translation>
    </message>
  </context>
  <context>
    <name>FormatCommands</name>
    <message>
      <source>Block quote</source>
      <translation>引文</translation>
    </message>
    <message>
      <source>Body text</source>
      <translation>正文</translation>
    </message>
    <message>
      <source>Bold</source>
      <translation>粗体</translation>
    </message>
    <message>
      <source>Centred</source>
      <translation>居中</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>格式</translation>
    </message>
    <message>
      <source>Heading 1</source>
      <translation>一级标题</translation>
    </message>
    <message>
      <source>Heading 2</source>
      <translation>二级标题</translation>
    </message>
    <message>
      <source>Heading 3</source>
      <translation>三级标题</translation>
    </message>
    <message>
      <source>Heading 4</source>
      <translation>四级标题</translation>
    </message>
    <message>
      <source>Italic</source>
      <translation>斜体</translation>
    </message>
    <message>
      <source>Scene break</source>
      <translation>场景分隔</translation>
    </message>
    <message>
      <source>Strikethrough</source>
      <translation>删除线</translation>
    </message>
  </context>
  <context>
    <name>FormatFields</name>
    <message>
      <source>A note begins with</source>
      <translation>备注开头</translation>
    </message>
    <message>
      <source>A reply goes on with</source>
      <translation>回复接着写</translation>
    </message>
    <message>
      <source>After each turn</source>
      <translation>每轮之后</translation>
    </message>
    <message>
      <source>After examples</source>
      <translation>示例之后</translation>
    </message>
    <message>
      <source>Also ends a reply</source>
      <translation>也会结束回复</translation>
    </message>
    <message>
      <source>Before examples</source>
      <translation>示例之前</translation>
    </message>
    <message>
      <source>Before the words</source>
      <translation>话语之前</translation>
    </message>
    <message>
      <source>Between lines of the header</source>
      <translation>开头各行之间</translation>
    </message>
    <message>
      <source>Header</source>
      <translation>开头部分</translation>
    </message>
    <message>
      <source>Header for Chinese characters</source>
      <translation>中文角色的开头部分</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>各行</translation>
    </message>
    <message>
      <source>Marks nobody may write</source>
      <translation>不许写的标记</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>One a line, such as: ✿ → ❀</source>
      <translation>每行一个，例如：✿ → ❀</translation>
    </message>
    <message>
      <source>One a line; \n stands for a line end</source>
      <translation>每行一个；\n 表示换行</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>The character begins with</source>
      <translation>角色开头</translation>
    </message>
    <message>
      <source>The header begins with</source>
      <translation>开头部分以此开始</translation>
    </message>
    <message>
      <source>The narrator begins with</source>
      <translation>旁白开头</translation>
    </message>
    <message>
      <source>Turns</source>
      <translation>轮次</translation>
    </message>
    <message>
      <source>You begin with</source>
      <translation>你的开头</translation>
    </message>
    <message>
      <source>\n stands for a line end</source>
      <translation>\n 表示换行</translation>
    </message>
  </context>
  <context>
    <name>FormatTitles</name>
    <message>
      <source>Longscroll's own</source>
      <translation>长卷自有格式</translation>
    </message>
    <message>
      <source>RWKV World</source>
      <translation>RWKV World</translation>
    </message>
    <message>
      <source>RWKV World, thinking</source>
      <translation>RWKV World，思考</translation>
    </message>
    <message>
      <source>RWKV World, thinking left out</source>
      <translation>RWKV World，跳过思考</translation>
    </message>
    <message>
      <source>RWKV World, with names</source>
      <translation>RWKV World，带名字</translation>
    </message>
    <message>
      <source>Script</source>
      <translation>剧本</translation>
    </message>
    <message>
      <source>✿ turns</source>
      <translation>✿ 轮次</translation>
    </message>
    <message>
      <source>✿ turns, thinking</source>
      <translation>✿ 轮次，思考</translation>
    </message>
  </context>
  <context>
    <name>FormatsDialog</name>
    <message>
      <source>A copy of this format, to be changed</source>
      <translation>复制一份这个格式，以便修改</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Conversations in it go on in the model’s own format.</source>
      <translation>用它的对话会改用模型自己的格式。</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Not kept yet.</source>
      <translation>尚未保存。</translation>
    </message>
    <message>
      <source>Prompt formats</source>
      <translation>提示词格式</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove the prompt format “{0}”?</source>
      <translation>移除提示词格式“{0}”？</translation>
    </message>
    <message>
      <source>Remove this format</source>
      <translation>移除这个格式</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>移除…</translation>
    </message>
    <message>
      <source>This format comes with the program: copy it to change it.</source>
      <translation>这个格式是程序自带的：复制后才能修改。</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>What the model reads</source>
      <translation>模型读到的文字</translation>
    </message>
    <message>
      <source>of the program</source>
      <translation>程序自带</translation>
    </message>
    <message>
      <source>your own</source>
      <translation>你自己的</translation>
    </message>
    <message>
      <source>{0} (copy)</source>
      <translation>{0}（副本）</translation>
    </message>
  </context>
  <context>
    <name>GreetingDialog</name>
    <message>
      <source>Begin</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Begin a chat with {0}</source>
      <translation>与{0}开始聊天</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Greetings</source>
      <translation>开场白</translation>
    </message>
    <message>
      <source>What the character says first</source>
      <translation>角色的第一句话</translation>
    </message>
  </context>
  <context>
    <name>GreetingsEditor</name>
    <message>
      <source>A card can begin in several ways.</source>
      <translation>一张卡可以有多种开场。</translation>
    </message>
    <message>
      <source>Add a greeting</source>
      <translation>添加开场白</translation>
    </message>
    <message>
      <source>Another way for a chat to begin</source>
      <translation>聊天的另一种开场</translation>
    </message>
    <message>
      <source>Bring back</source>
      <translation>恢复</translation>
    </message>
    <message>
      <source>Bring back the greeting that was removed</source>
      <translation>恢复刚移除的开场白</translation>
    </message>
    <message>
      <source>Greeting {0}</source>
      <translation>开场白 {0}</translation>
    </message>
    <message>
      <source>Put greeting {0} further down</source>
      <translation>把开场白 {0} 下移</translation>
    </message>
    <message>
      <source>Put greeting {0} further up</source>
      <translation>把开场白 {0} 上移</translation>
    </message>
    <message>
      <source>Remove greeting {0}</source>
      <translation>移除开场白 {0}</translation>
    </message>
  </context>
  <context>
    <name>ImportDialog</name>
    <message>
      <source>A folder of texts, or a novelWriter project</source>
      <translation>存放文本的文件夹，或 novelWriter 项目</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>所有文件</translation>
    </message>
    <message>
      <source>Author</source>
      <translation>作者</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Choose a folder…</source>
      <translation>选择文件夹…</translation>
    </message>
    <message>
      <source>Choose files or a folder, or drop them here.</source>
      <translation>选择文件或文件夹，也可以拖放到这里。</translation>
    </message>
    <message>
      <source>Choose files…</source>
      <translation>选择文件…</translation>
    </message>
    <message>
      <source>Encoding</source>
      <translation>编码</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>导入</translation>
    </message>
    <message>
      <source>Several files become one work</source>
      <translation>多个文件合成一部作品</translation>
    </message>
    <message>
      <source>Split at headings</source>
      <translation>按标题拆分</translation>
    </message>
    <message>
      <source>Split at scene breaks</source>
      <translation>按分场符拆分</translation>
    </message>
    <message>
      <source>Texts and books</source>
      <translation>文本和书籍</translation>
    </message>
    <message>
      <source>The encoding is uncertain. If the text looks wrong, choose another:</source>
      <translation>编码无法确定。如果文字显示不正确，请选择其他编码：</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>What it becomes</source>
      <translation>导入后的结构</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>字数</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>等另外 %n 个</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Inspector</name>
    <message>
      <source>Continue</source>
      <translation>续写</translation>
    </message>
    <message>
      <source>Let the model continue the story</source>
      <translation>让模型接着写下去</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>记忆</translation>
    </message>
    <message>
      <source>Retry</source>
      <translation>重写</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop and keep the text</source>
      <translation>停止，保留已写的文字</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <source>Take the last continuation back and write another</source>
      <translation>收回上一次续写，重新写一段</translation>
    </message>
    <message>
      <source>Writing</source>
      <translation>写作</translation>
    </message>
  </context>
  <context>
    <name>Instance</name>
    <message>
      <source>Folder of a library</source>
      <translation>书库所在文件夹</translation>
    </message>
    <message>
      <source>Longscroll is already open with this library.</source>
      <translation>Longscroll 已经打开了这个书库。</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>再找一次</translation>
    </message>
    <message>
      <source>Open another library…</source>
      <translation>打开另一个书库…</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <source>Show the open window</source>
      <translation>显示已打开的窗口</translation>
    </message>
    <message>
      <source>Two windows on one library could lose words, so it opens only once.</source>
      <translation>两个窗口同时打开一个书库可能会丢失文字，因此只能打开一次。</translation>
    </message>
  </context>
  <context>
    <name>ItemDetails</name>
    <message>
      <source>Chapter</source>
      <translation>章</translation>
    </message>
    <message>
      <source>Character</source>
      <translation>人物</translation>
    </message>
    <message>
      <source>For yourself; never exported</source>
      <translation>只给自己看，不会导出</translation>
    </message>
    <message>
      <source>How far this is</source>
      <translation>写到了哪一步</translation>
    </message>
    <message>
      <source>Include in export</source>
      <translation>包含在导出中</translation>
    </message>
    <message>
      <source>No status</source>
      <translation>无状态</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>笔记</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>笔记</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>卷</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>位置</translation>
    </message>
    <message>
      <source>Research</source>
      <translation>资料</translation>
    </message>
    <message>
      <source>Scene</source>
      <translation>场景</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Synopsis</source>
      <translation>梗概</translation>
    </message>
    <message>
      <source>What happens here, in a line or two</source>
      <translation>用一两行写下这里发生的事</translation>
    </message>
    <message>
      <source>Whether this goes into an exported file</source>
      <translation>是否写入导出的文件</translation>
    </message>
  </context>
  <context>
    <name>ItemKind</name>
    <message>
      <source>Chapter</source>
      <translation>章</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>笔记</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>卷</translation>
    </message>
    <message>
      <source>Scene</source>
      <translation>场景</translation>
    </message>
  </context>
  <context>
    <name>JobStrip</name>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancel; nothing is lost</source>
      <translation>取消；不会丢失任何内容</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
  </context>
  <context>
    <name>LessonForm</name>
    <message>
      <source>A model that learns from itself learns its own habits</source>
      <translation>让模型学习自己写的文字，它只会学到自己的习惯</translation>
    </message>
    <message>
      <source>Add files</source>
      <translation>添加文件</translation>
    </message>
    <message>
      <source>Add files…</source>
      <translation>添加文件…</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>所有文件</translation>
    </message>
    <message>
      <source>It reads your text a few times and learns how you write. The model itself stays as it is, and your text stays on this machine.</source>
      <translation>模型会把你的文字读上几遍，学习你的写法。模型本身不变，文字也不会离开这台电脑。</translation>
    </message>
    <message>
      <source>Learn from</source>
      <translation>学习内容</translation>
    </message>
    <message>
      <source>My style</source>
      <translation>我的风格</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Only what I wrote, without the model's words</source>
      <translation>只学我写的，不含模型写的文字</translation>
    </message>
    <message>
      <source>PyTorch is needed to learn. Install it with: {0}</source>
      <translation>学习需要 PyTorch。安装命令：{0}</translation>
    </message>
    <message>
      <source>Takes minutes; you can go on writing meanwhile</source>
      <translation>需要几分钟；期间你可以继续写作</translation>
    </message>
    <message>
      <source>Teach</source>
      <translation>开始学习</translation>
    </message>
    <message>
      <source>Teach the model a style</source>
      <translation>教模型一种风格</translation>
    </message>
    <message>
      <source>Text, Markdown, Word, OpenDocument, EPUB, web pages, or JSON lines</source>
      <translation>纯文本、Markdown、Word、OpenDocument、EPUB、网页或 JSON 行</translation>
    </message>
    <message>
      <source>Texts</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>Tick what it should learn from.</source>
      <translation>请勾选要学习的内容。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>{0} (file)</source>
      <translation>{0}（文件）</translation>
    </message>
    <message>
      <source>{0} characters</source>
      <translation>{0} 个字符</translation>
    </message>
    <message>
      <source>{0} characters to learn from</source>
      <translation>共 {0} 个字符可供学习</translation>
    </message>
    <message>
      <source>{0} characters: little to learn from. Five pages or more work better.</source>
      <translation>{0} 个字符：可学的内容太少，五页以上效果更好。</translation>
    </message>
  </context>
  <context>
    <name>LessonProgress</name>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>End the lesson; nothing of it is kept</source>
      <translation>结束学习，不保留任何结果</translation>
    </message>
    <message>
      <source>Getting ready…</source>
      <translation>正在准备…</translation>
    </message>
    <message>
      <source>How well it does on text that was held out is not known.</source>
      <translation>不知道它在留出的文字上表现如何。</translation>
    </message>
    <message>
      <source>Keeping the style…</source>
      <translation>正在保存风格…</translation>
    </message>
    <message>
      <source>Learning “{0}”</source>
      <translation>正在学习“{0}”</translation>
    </message>
    <message>
      <source>Measuring where the model stands…</source>
      <translation>正在测量模型目前的水平…</translation>
    </message>
    <message>
      <source>On the part held out, bits per byte fell from {0} to {1}.</source>
      <translation>在留出的部分，每字节比特数从 {0} 降到 {1}。</translation>
    </message>
    <message>
      <source>On the part held out, nothing was gained: {0} bits per byte before and {1} after. More text may help.</source>
      <translation>在留出的部分没有改进：之前每字节 {0} 比特，之后 {1}。更多文字或许有帮助。</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Step {0} of {1}</source>
      <translation>第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
      <source>Teach another</source>
      <translation>再学一种</translation>
    </message>
    <message>
      <source>Teach another style</source>
      <translation>再教模型一种风格</translation>
    </message>
    <message>
      <source>Use in the story</source>
      <translation>用于当前故事</translation>
    </message>
    <message>
      <source>Write the open story with this style</source>
      <translation>用这种风格写打开的故事</translation>
    </message>
    <message>
      <source>“{0}” is ready</source>
      <translation>“{0}”已学成</translation>
    </message>
  </context>
  <context>
    <name>LibraryFilter</name>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>还有 %n 个</numerusform>
      </translation>
    </message>
    <message>
      <source>Choose among all tags</source>
      <translation>从所有标签中选择</translation>
    </message>
    <message>
      <source>Favourites first</source>
      <translation>收藏优先</translation>
    </message>
    <message>
      <source>Favourites only</source>
      <translation>仅收藏</translation>
    </message>
    <message>
      <source>Last used</source>
      <translation>最近使用</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名字</translation>
    </message>
    <message>
      <source>Newest</source>
      <translation>最新添加</translation>
    </message>
    <message>
      <source>Only characters with the tag “{0}”</source>
      <translation>仅显示带标签“{0}”的角色</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>排序</translation>
    </message>
    <message>
      <source>Search characters</source>
      <translation>搜索角色</translation>
    </message>
    <message>
      <source>Search names, tags, creators</source>
      <translation>搜索名字、标签、作者</translation>
    </message>
    <message>
      <source>What comes first</source>
      <translation>谁排在前面</translation>
    </message>
  </context>
  <context>
    <name>LinkMenu</name>
    <message>
      <source>Copy the address</source>
      <translation>复制地址</translation>
    </message>
    <message>
      <source>Open in the browser</source>
      <translation>在浏览器中打开</translation>
    </message>
  </context>
  <context>
    <name>LogViewer</name>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>跟随</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>日志</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>打开文件夹</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>显示</translation>
    </message>
    <message>
      <source>Shows what is added while it is added</source>
      <translation>新增内容会随时显示</translation>
    </message>
    <message>
      <source>Warnings and errors</source>
      <translation>警告和错误</translation>
    </message>
    <message>
      <source>What the program did, never what you wrote. Nobody else sees it.</source>
      <translation>程序做过什么，从不记录你写的内容。别人看不到它。</translation>
    </message>
  </context>
  <context>
    <name>LoreBookOptions</name>
    <message>
      <source>Entries bring up entries</source>
      <translation>条目可以引出条目</translation>
    </message>
    <message>
      <source>For all entries</source>
      <translation>对所有条目</translation>
    </message>
    <message>
      <source>How many tokens all entries together may take</source>
      <translation>所有条目合计最多占多少词元</translation>
    </message>
    <message>
      <source>In how many of the last paragraphs keys are looked for</source>
      <translation>在最后多少段里查找关键词</translation>
    </message>
    <message>
      <source>Keys are looked for in the text of entries that came up, too</source>
      <translation>也在已触发条目的内容里查找关键词</translation>
    </message>
    <message>
      <source>Keys of one word match whole words only; Chinese keys match anywhere</source>
      <translation>单个单词的关键词只匹配整词；中文关键词在任何位置都匹配</translation>
    </message>
    <message>
      <source>Match case</source>
      <translation>区分大小写</translation>
    </message>
    <message>
      <source>No limit</source>
      <translation>不限</translation>
    </message>
    <message>
      <source>Room, tokens</source>
      <translation>预算（词元）</translation>
    </message>
    <message>
      <source>Scan depth</source>
      <translation>扫描深度</translation>
    </message>
    <message>
      <source>Whether capital and small letters differ</source>
      <translation>是否区分大写和小写字母</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>整词匹配</translation>
    </message>
  </context>
  <context>
    <name>LoreEditor</name>
    <message>
      <source>Always on</source>
      <translation>始终启用</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete this entry</source>
      <translation>删除这个条目</translation>
    </message>
    <message>
      <source>For you; the model does not read it</source>
      <translation>给你自己看，模型不读</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>关键词</translation>
    </message>
    <message>
      <source>Less</source>
      <translation>收起</translation>
    </message>
    <message>
      <source>More</source>
      <translation>更多</translation>
    </message>
    <message>
      <source>More options</source>
      <translation>更多选项</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Place, order, probability, recursion, groups, timing</source>
      <translation>位置、顺序、概率、递归、分组、时机</translation>
    </message>
    <message>
      <source>Second keys</source>
      <translation>次要关键词</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>The entry comes up when one of them stands in the text</source>
      <translation>正文里出现其中一个时，条目就会触发</translation>
    </message>
    <message>
      <source>The model always reads it, whatever its keys</source>
      <translation>无论关键词如何，模型总会读到</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>What must stand in the text beside a key, or must not</source>
      <translation>除关键词外，正文里还必须（或不得）出现的词</translation>
    </message>
    <message>
      <source>What second keys ask for</source>
      <translation>对次要关键词的要求</translation>
    </message>
    <message>
      <source>What the model reads when the entry comes up</source>
      <translation>条目触发时模型读到的内容</translation>
    </message>
    <message>
      <source>Words parted by commas, or /a pattern/i</source>
      <translation>用逗号分隔的词，或 /正则表达式/i</translation>
    </message>
    <message>
      <source>all of them</source>
      <translation>全部出现</translation>
    </message>
    <message>
      <source>any of them</source>
      <translation>任一出现</translation>
    </message>
    <message>
      <source>are not used</source>
      <translation>不使用</translation>
    </message>
    <message>
      <source>none of them</source>
      <translation>全不出现</translation>
    </message>
    <message>
      <source>not all of them</source>
      <translation>不全出现</translation>
    </message>
  </context>
  <context>
    <name>LoreList</name>
    <message>
      <source>Add an empty entry</source>
      <translation>添加一个空条目</translation>
    </message>
    <message>
      <source>Add an entry made of a character or a place of this work</source>
      <translation>用本作品的人物或地点添加条目</translation>
    </message>
    <message>
      <source>Add the entries of SillyTavern’s world info or of a card</source>
      <translation>添加 SillyTavern 世界书或角色卡中的条目</translation>
    </message>
    <message>
      <source>Entries</source>
      <translation>条目</translation>
    </message>
    <message>
      <source>Entries of the lorebook</source>
      <translation>设定集的条目</translation>
    </message>
    <message>
      <source>Export the lorebook</source>
      <translation>导出设定集</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>From a character or place</source>
      <translation>来自人物或地点</translation>
    </message>
    <message>
      <source>Import a lorebook</source>
      <translation>导入设定集</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Lorebooks and cards (*.json *.png *.charx)</source>
      <translation>设定集与角色卡 (*.json *.png *.charx)</translation>
    </message>
    <message>
      <source>New entry</source>
      <translation>新建条目</translation>
    </message>
    <message>
      <source>People, places and things that the model reads of when they are named.</source>
      <translation>人物、地点和事物：正文提到它们时，模型就会读到。</translation>
    </message>
    <message>
      <source>Search entries</source>
      <translation>搜索条目</translation>
    </message>
    <message>
      <source>Tick switches an entry on; drag, or Alt+Up and Alt+Down, put it elsewhere</source>
      <translation>打勾启用条目；拖动，或按 Alt+Up 和 Alt+Down，可调整位置</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>World info (*.json)</source>
      <translation>世界书 (*.json)</translation>
    </message>
    <message>
      <source>Write all entries as SillyTavern’s world info</source>
      <translation>把所有条目写成 SillyTavern 世界书</translation>
    </message>
  </context>
  <context>
    <name>LoreOptions</name>
    <message>
      <source>Above 0: only other entries can bring it up, lower levels first</source>
      <translation>大于 0：只能由其他条目引出，级别低的在先</translation>
    </message>
    <message>
      <source>Above the author’s note</source>
      <translation>作者注上方</translation>
    </message>
    <message>
      <source>After the examples</source>
      <translation>示例之后</translation>
    </message>
    <message>
      <source>After the memory</source>
      <translation>记忆之后</translation>
    </message>
    <message>
      <source>Among the last paragraphs</source>
      <translation>最后几段之间</translation>
    </message>
    <message>
      <source>As the book</source>
      <translation>同设定集</translation>
    </message>
    <message>
      <source>Before the examples</source>
      <translation>示例之前</translation>
    </message>
    <message>
      <source>Before the memory</source>
      <translation>记忆之前</translation>
    </message>
    <message>
      <source>Below the author’s note</source>
      <translation>作者注下方</translation>
    </message>
    <message>
      <source>Brings up no other entries</source>
      <translation>不引出其他条目</translation>
    </message>
    <message>
      <source>Depth</source>
      <translation>深度</translation>
    </message>
    <message>
      <source>For how many paragraphs it stays after it came up</source>
      <translation>触发后保留多少段</translation>
    </message>
    <message>
      <source>For how many paragraphs it then does not come up</source>
      <translation>之后多少段内不再触发</translation>
    </message>
    <message>
      <source>Goes before its group</source>
      <translation>组内优先</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>分组</translation>
    </message>
    <message>
      <source>Higher stands nearer the end, and is given room first</source>
      <translation>数值高的更靠近结尾，并优先占用预算</translation>
    </message>
    <message>
      <source>How likely it is drawn</source>
      <translation>被抽中的可能性</translation>
    </message>
    <message>
      <source>How long the story must be before it comes up</source>
      <translation>正文至少要有多长才会触发</translation>
    </message>
    <message>
      <source>How often it is read when it comes up</source>
      <translation>触发时被读到的概率</translation>
    </message>
    <message>
      <source>In how many of the last paragraphs its keys are looked for</source>
      <translation>在最后多少段里查找它的关键词</translation>
    </message>
    <message>
      <source>It is read even where the budget is used up</source>
      <translation>即使预算用尽也会读到</translation>
    </message>
    <message>
      <source>It is taken before the others, the highest order first</source>
      <translation>先于其他条目被选中，顺序最高者在先</translation>
    </message>
    <message>
      <source>Its keys are looked for in the story only</source>
      <translation>只在正文里查找它的关键词</translation>
    </message>
    <message>
      <source>Keys are not looked for in its text</source>
      <translation>不在它的内容里查找关键词</translation>
    </message>
    <message>
      <source>Keys of one word match whole words only; Chinese keys match anywhere</source>
      <translation>单个单词的关键词只匹配整词；中文关键词在任何位置都匹配</translation>
    </message>
    <message>
      <source>Match case</source>
      <translation>区分大小写</translation>
    </message>
    <message>
      <source>Most keys win</source>
      <translation>命中最多者胜出</translation>
    </message>
    <message>
      <source>Needs no room</source>
      <translation>不占预算</translation>
    </message>
    <message>
      <source>No</source>
      <translation>否</translation>
    </message>
    <message>
      <source>Not before paragraph</source>
      <translation>不早于第几段</translation>
    </message>
    <message>
      <source>Not brought up by other entries</source>
      <translation>不被其他条目引出</translation>
    </message>
    <message>
      <source>Of a group one entry is read; commas part several</source>
      <translation>同一组只读一个条目；多个组用逗号分隔</translation>
    </message>
    <message>
      <source>Of its group the entry with most keys in the text is taken</source>
      <translation>同组中关键词命中最多的条目被选中</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>顺序</translation>
    </message>
    <message>
      <source>Outlet</source>
      <translation>出口</translation>
    </message>
    <message>
      <source>Paragraphs between it and the cursor, among the last paragraphs</source>
      <translation>位于最后几段之间时，与光标相隔多少段</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>位置</translation>
    </message>
    <message>
      <source>Probability, %</source>
      <translation>概率（%）</translation>
    </message>
    <message>
      <source>Recursion level</source>
      <translation>递归级别</translation>
    </message>
    <message>
      <source>Scan depth</source>
      <translation>扫描深度</translation>
    </message>
    <message>
      <source>Stays</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Waits</source>
      <translation>等待</translation>
    </message>
    <message>
      <source>Weight in the group</source>
      <translation>组内权重</translation>
    </message>
    <message>
      <source>Where the model reads it</source>
      <translation>模型在哪里读到它</translation>
    </message>
    <message>
      <source>Whether capital and small letters differ</source>
      <translation>是否区分大写和小写字母</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>整词匹配</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>是</translation>
    </message>
  </context>
  <context>
    <name>LorePage</name>
    <message>
      <source>Lorebook</source>
      <translation>设定集</translation>
    </message>
  </context>
  <context>
    <name>LoreReasons</name>
    <message numerus="yes">
      <source>About %n token(s).</source>
      <translation>
        <numerusform>约 %n 个词元。</numerusform>
      </translation>
    </message>
    <message>
      <source>Not read: another entry of its group “{0}” was taken.</source>
      <translation>未读：它的分组“{0}”选了另一个条目。</translation>
    </message>
    <message>
      <source>Not read: chance decided against it.</source>
      <translation>未读：概率没有抽中。</translation>
    </message>
    <message>
      <source>Not read: it came up not long ago and has to wait.</source>
      <translation>未读：不久前触发过，还要等待。</translation>
    </message>
    <message numerus="yes">
      <source>Not read: it came up, but there was no room left for its %n token(s).</source>
      <translation>
        <numerusform>未读：已触发，但预算容不下它的 %n 个词元。</numerusform>
      </translation>
    </message>
    <message>
      <source>Not read: it has no keys.</source>
      <translation>未读：没有关键词。</translation>
    </message>
    <message>
      <source>Not read: it has no text.</source>
      <translation>未读：没有内容。</translation>
    </message>
    <message>
      <source>Not read: it is switched off.</source>
      <translation>未读：已停用。</translation>
    </message>
    <message>
      <source>Not read: none of its keys was found.</source>
      <translation>未读：没有找到它的关键词。</translation>
    </message>
    <message>
      <source>Not read: only another entry can bring it up, and none did.</source>
      <translation>未读：只能由其他条目引出，而没有条目引出它。</translation>
    </message>
    <message>
      <source>Not read: the pattern {0} takes too long. Make it simpler.</source>
      <translation>未读：正则表达式 {0} 耗时太长，请简化。</translation>
    </message>
    <message>
      <source>Not read: the story is not long enough for it yet.</source>
      <translation>未读：正文还不够长。</translation>
    </message>
    <message>
      <source>Not read: {0} is not a valid pattern.</source>
      <translation>未读：{0} 不是有效的正则表达式。</translation>
    </message>
    <message>
      <source>Not read: “{0}” was found, but the second keys say no.</source>
      <translation>未读：找到了“{0}”，但次要关键词不符合。</translation>
    </message>
    <message>
      <source>Read: another entry names “{0}” (step {1}).</source>
      <translation>已读：另一个条目提到了“{0}”（第 {1} 步）。</translation>
    </message>
    <message>
      <source>Read: it came up not long ago and stays for a while.</source>
      <translation>已读：不久前触发过，仍在保留。</translation>
    </message>
    <message>
      <source>Read: it is always on.</source>
      <translation>已读：始终启用。</translation>
    </message>
    <message>
      <source>Read: “{0}” stands in the text.</source>
      <translation>已读：正文里有“{0}”。</translation>
    </message>
    <message>
      <source>Rolled {0}, needed {1} or less.</source>
      <translation>掷出 {0}，需要不大于 {1}。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>LoreTrial</name>
    <message>
      <source>A text to try</source>
      <translation>要试的文字</translation>
    </message>
    <message>
      <source>Below stands what the model would read with it</source>
      <translation>下方是模型会随之读到的内容</translation>
    </message>
    <message>
      <source>Try a text</source>
      <translation>试一段文字</translation>
    </message>
    <message>
      <source>Type or paste a few lines of the story</source>
      <translation>输入或粘贴几行正文</translation>
    </message>
    <message>
      <source>What would come up</source>
      <translation>会触发什么</translation>
    </message>
    <message>
      <source>{0} – {1}</source>
      <translation>{0}——{1}</translation>
    </message>
  </context>
  <context>
    <name>LossPlot</name>
    <message>
      <source>How much each text surprises the model: lower is better. What was really learnt shows on the part that was held out.</source>
      <translation>文字让模型感到意外的程度：越低越好。真正学到了多少，要看留出的部分。</translation>
    </message>
    <message>
      <source>Loss curve</source>
      <translation>损失曲线</translation>
    </message>
    <message>
      <source>bits per byte</source>
      <translation>每字节比特数</translation>
    </message>
    <message>
      <source>held out</source>
      <translation>留出部分</translation>
    </message>
    <message>
      <source>learnt</source>
      <translation>学习部分</translation>
    </message>
  </context>
  <context>
    <name>MacrosMenu</name>
    <message>
      <source>a throw of dice</source>
      <translation>掷骰子</translation>
    </message>
    <message>
      <source>in instructions: what the format says</source>
      <translation>用于指令：格式自带的内容</translation>
    </message>
    <message>
      <source>nothing: a note for yourself</source>
      <translation>不输出：给自己的备注</translation>
    </message>
    <message>
      <source>one of them</source>
      <translation>其中之一</translation>
    </message>
    <message>
      <source>one of them, the same all through a chat</source>
      <translation>其中之一，同一聊天中不变</translation>
    </message>
    <message>
      <source>the character’s name</source>
      <translation>角色的名字</translation>
    </message>
    <message>
      <source>the date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>the day of the week</source>
      <translation>星期</translation>
    </message>
    <message>
      <source>the description</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>the personality</source>
      <translation>性格</translation>
    </message>
    <message>
      <source>the scenario</source>
      <translation>情境</translation>
    </message>
    <message>
      <source>the time of day</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>what is said about you</source>
      <translation>关于你的描述</translation>
    </message>
    <message>
      <source>your name in the chat</source>
      <translation>你在聊天中的名字</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Close and lose them</source>
      <translation>关闭并放弃修改</translation>
    </message>
    <message>
      <source>Keep writing</source>
      <translation>继续写作</translation>
    </message>
    <message>
      <source>Learning “{0}”</source>
      <translation>正在学习“{0}”</translation>
    </message>
    <message>
      <source>Reading {0} of {1} tokens</source>
      <translation>正在阅读 {0}／{1} 个词元</translation>
    </message>
    <message>
      <source>The last changes are not saved.</source>
      <translation>最近的修改还没有保存。</translation>
    </message>
    <message>
      <source>The model has stopped writing.</source>
      <translation>模型已停笔。</translation>
    </message>
  </context>
  <context>
    <name>MemorySection</name>
    <message numerus="yes">
      <source>%n paragraph(s) before</source>
      <translation>
        <numerusform>提前 %n 段</numerusform>
      </translation>
    </message>
    <message>
      <source>Author’s note</source>
      <translation>作者注</translation>
    </message>
    <message>
      <source>How near the cursor the note stands</source>
      <translation>作者注离光标有多近</translation>
    </message>
    <message>
      <source>How the next lines should be</source>
      <translation>接下来几行应当怎样写</translation>
    </message>
    <message>
      <source>Immediate</source>
      <translation>紧邻</translation>
    </message>
    <message>
      <source>Lorebook</source>
      <translation>设定集</translation>
    </message>
    <message>
      <source>Medium</source>
      <translation>中</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>记忆</translation>
    </message>
    <message>
      <source>Open the lorebook</source>
      <translation>打开设定集</translation>
    </message>
    <message>
      <source>Strength of the author’s note</source>
      <translation>作者注的强度</translation>
    </message>
    <message>
      <source>Strong</source>
      <translation>强</translation>
    </message>
    <message>
      <source>The model always reads this before the last paragraphs</source>
      <translation>模型总会在最后几段之前读到它</translation>
    </message>
    <message>
      <source>The model reads this among the last paragraphs</source>
      <translation>模型在最后几段之间读到它</translation>
    </message>
    <message>
      <source>Weak</source>
      <translation>弱</translation>
    </message>
    <message>
      <source>What is always true in this story</source>
      <translation>这个故事里始终成立的事</translation>
    </message>
    <message>
      <source>What it read</source>
      <translation>读到的内容</translation>
    </message>
    <message>
      <source>What the model read last</source>
      <translation>模型上次读到的内容</translation>
    </message>
  </context>
  <context>
    <name>MessageActions</name>
    <message>
      <source>Actions of the message</source>
      <translation>消息的操作</translation>
    </message>
    <message>
      <source>Another reply</source>
      <translation>换一个回复</translation>
    </message>
    <message>
      <source>Another reply here; what follows stays as a swipe</source>
      <translation>在这里换一个回复；后面的内容保留在原来的版本之后</translation>
    </message>
    <message>
      <source>Branch from here</source>
      <translation>从这里分支</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>标记点</translation>
    </message>
    <message>
      <source>Checkpoint…</source>
      <translation>标记点…</translation>
    </message>
    <message>
      <source>Continue the reply</source>
      <translation>续写回复</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy the message</source>
      <translation>复制消息</translation>
    </message>
    <message>
      <source>Delete from here on</source>
      <translation>从这里起全部删除</translation>
    </message>
    <message>
      <source>Delete this message</source>
      <translation>删除这条消息</translation>
    </message>
    <message>
      <source>Delete…</source>
      <translation>删除…</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>编辑</translation>
    </message>
    <message>
      <source>Edit the message</source>
      <translation>编辑消息</translation>
    </message>
    <message>
      <source>Hide from the model</source>
      <translation>对模型隐藏</translation>
    </message>
    <message>
      <source>Let the model say this otherwise, as a swipe</source>
      <translation>让模型换一种说法，原来的说法仍保留</translation>
    </message>
    <message>
      <source>More: branch, checkpoint, delete from here</source>
      <translation>更多：分支、标记点、从这里起删除</translation>
    </message>
    <message>
      <source>Name of this place</source>
      <translation>此处的名称</translation>
    </message>
    <message>
      <source>Remove the checkpoint</source>
      <translation>移除标记点</translation>
    </message>
    <message>
      <source>Show to the model</source>
      <translation>让模型看见</translation>
    </message>
  </context>
  <context>
    <name>MessageArea</name>
    <message>
      <source>To the newest message</source>
      <translation>到最新的消息</translation>
    </message>
    <message>
      <source>{0} has answered: {1}</source>
      <translation>{0}回复了：{1}</translation>
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>Close this message</source>
      <translation>关闭这条消息</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>消息</translation>
    </message>
  </context>
  <context>
    <name>MessageEditor</name>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Leave the message as it was</source>
      <translation>保留消息原样</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save the message</source>
      <translation>保存消息</translation>
    </message>
    <message>
      <source>The message, to be changed</source>
      <translation>要修改的消息</translation>
    </message>
  </context>
  <context>
    <name>MessagePainter</name>
    <message>
      <source>Reasoning</source>
      <translation>思考过程</translation>
    </message>
    <message>
      <source>Show the whole message</source>
      <translation>显示整条消息</translation>
    </message>
    <message>
      <source>Thinking…</source>
      <translation>正在思考…</translation>
    </message>
    <message>
      <source>checkpoint {0}</source>
      <translation>标记点 {0}</translation>
    </message>
    <message>
      <source>edited</source>
      <translation>已编辑</translation>
    </message>
    <message>
      <source>hidden from the model</source>
      <translation>对模型隐藏</translation>
    </message>
    <message>
      <source>{0} of {1} replies</source>
      <translation>第 {0} 个回复，共 {1} 个</translation>
    </message>
  </context>
  <context>
    <name>MessageWidget</name>
    <message>
      <source>A message that is being fetched</source>
      <translation>正在读取的消息</translation>
    </message>
  </context>
  <context>
    <name>ModelCard</name>
    <message>
      <source>More about {0}</source>
      <translation>{0} 的更多操作</translation>
    </message>
    <message>
      <source>Progress of {0}</source>
      <translation>{0} 的进度</translation>
    </message>
  </context>
  <context>
    <name>ModelController</name>
    <message>
      <source>Its memory is free while nobody writes; it comes back by itself.</source>
      <translation>无人写作时它会让出内存，需要时自动恢复。</translation>
    </message>
    <message>
      <source>Loading the model…</source>
      <translation>正在加载模型…</translation>
    </message>
    <message>
      <source>Loading {0}…</source>
      <translation>正在加载 {0}…</translation>
    </message>
    <message>
      <source>{0}, {1} million parameters, {2}, on {3}</source>
      <translation>{0}，{1} 百万参数，{2}，运行于 {3}</translation>
    </message>
  </context>
  <context>
    <name>ModelNotices</name>
    <message>
      <source>Another model goes on as well, but in its own voice.</source>
      <translation>换一个模型也能继续，但文风会不同。</translation>
    </message>
    <message>
      <source>It may be damaged: delete it and download it again, or use another.</source>
      <translation>它可能已损坏：请删除后重新下载，或使用其他模型。</translation>
    </message>
    <message>
      <source>It may have been deleted, renamed or be on a disk that was taken out.</source>
      <translation>它可能已被删除、改名，或所在的磁盘已被移除。</translation>
    </message>
    <message>
      <source>Switch</source>
      <translation>切换</translation>
    </message>
    <message>
      <source>The model “{0}” is here.</source>
      <translation>模型“{0}”已就绪。</translation>
    </message>
    <message>
      <source>The model “{0}” is no longer where it was.</source>
      <translation>模型“{0}”已不在原来的位置。</translation>
    </message>
    <message>
      <source>This conversation was led with “{0}” last.</source>
      <translation>这段对话上次使用的是“{0}”。</translation>
    </message>
    <message>
      <source>This work was written with “{0}” last.</source>
      <translation>这部作品上次使用的是“{0}”。</translation>
    </message>
    <message>
      <source>Use it</source>
      <translation>使用它</translation>
    </message>
    <message>
      <source>Use the bundled model</source>
      <translation>使用自带模型</translation>
    </message>
    <message>
      <source>“{0}” does not compute what it should: {1} of {2} tokens are right.</source>
      <translation>“{0}”计算有误：{2} 个词元中只有前 {1} 个一致。</translation>
    </message>
  </context>
  <context>
    <name>Models</name>
    <message>
      <source>16 bits</source>
      <translation>16 位</translation>
    </message>
    <message>
      <source>32 bits</source>
      <translation>32 位</translation>
    </message>
    <message>
      <source>4 bits</source>
      <translation>4 位</translation>
    </message>
    <message>
      <source>8 bits</source>
      <translation>8 位</translation>
    </message>
    <message>
      <source>Add “{0}” to your models?</source>
      <translation>将“{0}”添加到你的模型？</translation>
    </message>
    <message>
      <source>Asking the hub…</source>
      <translation>正在询问模型库…</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancel; what was downloaded is deleted</source>
      <translation>取消；已下载的部分会被删除</translation>
    </message>
    <message>
      <source>Checking that all of it is right…</source>
      <translation>正在校验文件是否完好…</translation>
    </message>
    <message>
      <source>Chinese</source>
      <translation>中文</translation>
    </message>
    <message>
      <source>Converting “{0}”…</source>
      <translation>正在转换“{0}”…</translation>
    </message>
    <message>
      <source>Copy it</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copying “{0}”…</source>
      <translation>正在复制“{0}”…</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete “{0}”?</source>
      <translation>删除“{0}”？</translation>
    </message>
    <message>
      <source>English</source>
      <translation>英文</translation>
    </message>
    <message>
      <source>It can be used where it is, as long as it stays there, or be copied.</source>
      <translation>只要它留在原处，就可以直接使用；也可以复制一份。</translation>
    </message>
    <message>
      <source>It is in use: the model that comes with Longscroll takes its place.</source>
      <translation>它正在使用中：将改用长卷自带的模型。</translation>
    </message>
    <message>
      <source>Japanese</source>
      <translation>日文</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Moving the models to {0}…</source>
      <translation>正在将模型移动到 {0}…</translation>
    </message>
    <message>
      <source>Name of the file, without its ending</source>
      <translation>文件名（不含扩展名）</translation>
    </message>
    <message>
      <source>Nothing is known to check it against: only its size was compared.</source>
      <translation>没有可供校验的信息：只比较了文件大小。</translation>
    </message>
    <message>
      <source>Only with 4 bits, which costs some quality: convert it before use.</source>
      <translation>只能以 4 位运行，质量略有下降：使用前请先转换。</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Paused: {0}</source>
      <translation>已暂停：{0}</translation>
    </message>
    <message>
      <source>Rename the model</source>
      <translation>重命名模型</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Runs slowly here: about {0} words ({1} tokens) a second, needs {2} of your {3}.</source>
      <translation>在这台电脑上较慢：每秒约 {1} 个词元（约 {0} 个英文词），需要 {2} 内存（共 {3}）。</translation>
    </message>
    <message>
      <source>Runs well here: about {0} words ({1} tokens) a second, needs {2} of your {3}.</source>
      <translation>在这台电脑上运行流畅：每秒约 {1} 个词元（约 {0} 个英文词），需要 {2} 内存（共 {3}）。</translation>
    </message>
    <message>
      <source>Stopped: {0}</source>
      <translation>已停止：{0}</translation>
    </message>
    <message>
      <source>Testing “{0}”…</source>
      <translation>正在测试“{0}”…</translation>
    </message>
    <message>
      <source>The file was replaced on the hub meanwhile, so it began anew.</source>
      <translation>模型库上的文件已被替换，因此重新开始下载。</translation>
    </message>
    <message>
      <source>The server cannot go on with a part, so it began anew.</source>
      <translation>服务器不支持续传，因此重新开始下载。</translation>
    </message>
    <message>
      <source>Too large for this computer: it needs {0} of memory, and there are {1}.</source>
      <translation>对这台电脑来说太大：需要 {0} 内存，而只有 {1}。</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Use it where it is</source>
      <translation>在原处使用</translation>
    </message>
    <message>
      <source>Waits for its turn</source>
      <translation>正在排队</translation>
    </message>
    <message>
      <source>a smaller download</source>
      <translation>下载量小</translation>
    </message>
    <message>
      <source>conversations</source>
      <translation>对话</translation>
    </message>
    <message>
      <source>filling gaps</source>
      <translation>补全空缺</translation>
    </message>
    <message>
      <source>instructions</source>
      <translation>指令</translation>
    </message>
    <message>
      <source>many languages</source>
      <translation>多种语言</translation>
    </message>
    <message>
      <source>modest computers</source>
      <translation>普通电脑</translation>
    </message>
    <message>
      <source>novels</source>
      <translation>小说</translation>
    </message>
    <message>
      <source>role play</source>
      <translation>角色扮演</translation>
    </message>
    <message>
      <source>thinking first</source>
      <translation>先思考再回答</translation>
    </message>
    <message>
      <source>trying out</source>
      <translation>试用</translation>
    </message>
    <message>
      <source>web novels</source>
      <translation>网络小说</translation>
    </message>
    <message>
      <source>{0} a second</source>
      <translation>每秒 {0}</translation>
    </message>
    <message>
      <source>{0} are free by that. The file cannot be brought back, but downloaded again.</source>
      <translation>将释放 {0}。文件无法恢复，但可以重新下载。</translation>
    </message>
    <message>
      <source>{0} of {1}</source>
      <translation>{0}/{1}</translation>
    </message>
  </context>
  <context>
    <name>ModelsPage</name>
    <message>
      <source>From a repository</source>
      <translation>来自仓库</translation>
    </message>
    <message>
      <source>Get more</source>
      <translation>获取更多</translation>
    </message>
    <message>
      <source>It can be tested later, from its three dots.</source>
      <translation>以后可从它的“⋯”菜单中测试。</translation>
    </message>
    <message>
      <source>Space</source>
      <translation>空间</translation>
    </message>
    <message>
      <source>The models lie in {0} now.</source>
      <translation>模型现在位于 {0}。</translation>
    </message>
    <message>
      <source>There is not enough free memory to test “{0}” now.</source>
      <translation>现在没有足够的空闲内存来测试“{0}”。</translation>
    </message>
    <message>
      <source>Yours</source>
      <translation>我的模型</translation>
    </message>
    <message>
      <source>{0} are free by that.</source>
      <translation>已释放 {0}。</translation>
    </message>
    <message>
      <source>“{0}” computes what it should: all {1} tokens of the test are right.</source>
      <translation>“{0}”计算正确：测试的 {1} 个词元全部一致。</translation>
    </message>
    <message>
      <source>“{0}” is deleted; {1} are free by that.</source>
      <translation>已删除“{0}”，释放了 {1}。</translation>
    </message>
    <message>
      <source>“{0}” is made and among your models.</source>
      <translation>“{0}”已生成，在你的模型列表中。</translation>
    </message>
    <message>
      <source>“{0}” is off the list, and left where it is.</source>
      <translation>“{0}”已从列表中移除，文件仍在原处。</translation>
    </message>
  </context>
  <context>
    <name>MoveDialog</name>
    <message numerus="yes">
      <source>%n file(s), {0}; {1} are free there.</source>
      <translation>
        <numerusform>%n 个文件，{0}；那里有 {1} 可用空间。</numerusform>
      </translation>
    </message>
    <message>
      <source>An empty folder, or one that is not there yet</source>
      <translation>一个空文件夹，或者还不存在的文件夹</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>选择…</translation>
    </message>
    <message>
      <source>Close, move and restart</source>
      <translation>关闭、移动并重新启动</translation>
    </message>
    <message>
      <source>Move the data folder</source>
      <translation>移动数据文件夹</translation>
    </message>
    <message>
      <source>New folder</source>
      <translation>新文件夹</translation>
    </message>
    <message>
      <source>Your works, settings and models lie in {0}. Longscroll saves, closes, copies all of it, compares every file with its copy, and starts again in the new place. The old folder stays until you remove it yourself.</source>
      <translation>你的作品、设置和模型都在 {0}。长卷会保存、关闭、复制全部内容，把每个文件与副本比对，然后在新的位置重新启动。旧文件夹会保留，直到你自己删除它。</translation>
    </message>
    <message>
      <source>{0} copies this folder to other computers. It may copy the library while it is being written, and so damage it, or make two of it. Rather choose a folder outside, and let {0} have your backups.</source>
      <translation>{0} 会把这个文件夹同步到其他电脑。它可能在书库正被写入时复制它，从而损坏书库，或弄出两份。最好选择它之外的文件夹，把备份交给 {0}。</translation>
    </message>
  </context>
  <context>
    <name>Notices</name>
    <message numerus="yes">
      <source>%n entry(s) added.</source>
      <translation>
        <numerusform>已添加 %n 个条目。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hit(s) replaced in {0} texts.</source>
      <translation>
        <numerusform>已在 {0} 处文本中替换 %n 个匹配项。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hit(s) replaced.</source>
      <translation>
        <numerusform>已替换 %n 个匹配项。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n story(s) used it and now go on without it.</source>
      <translation>
        <numerusform>有 %n 个故事用过它，以后将不再使用。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n text(s) are as they were.</source>
      <translation>
        <numerusform>%n 处文本已恢复原样。</numerusform>
      </translation>
    </message>
    <message>
      <source>Changed since the search, and left as they are: {0}</source>
      <translation>搜索之后有改动，未作替换：{0}</translation>
    </message>
    <message>
      <source>Edited since, and left as they are: {0}</source>
      <translation>替换之后有改动，保持现状：{0}</translation>
    </message>
    <message>
      <source>The lorebook was written to {0}.</source>
      <translation>设定集已写入 {0}。</translation>
    </message>
    <message>
      <source>The style was written to {0}.</source>
      <translation>风格已写入 {0}。</translation>
    </message>
    <message>
      <source>The style “{0}” is ready.</source>
      <translation>风格“{0}”已学成。</translation>
    </message>
    <message>
      <source>The version “{0}” is kept.</source>
      <translation>已保留版本“{0}”。</translation>
    </message>
    <message>
      <source>The work “{0}” is in the trash.</source>
      <translation>作品“{0}”已移到回收站。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Use in the story</source>
      <translation>用于当前故事</translation>
    </message>
    <message>
      <source>Used until now: {0}. They go on without it.</source>
      <translation>用过它的有：{0}，以后将不再使用。</translation>
    </message>
    <message>
      <source>“{0}” is deleted.</source>
      <translation>“{0}”已删除。</translation>
    </message>
    <message>
      <source>“{0}” is in the trash.</source>
      <translation>“{0}”已移到回收站。</translation>
    </message>
  </context>
  <context>
    <name>OfferCard</name>
    <message>
      <source>Take this text ({0})</source>
      <translation>采用这段文本（{0}）</translation>
    </message>
    <message>
      <source>Text {0}</source>
      <translation>文本 {0}</translation>
    </message>
  </context>
  <context>
    <name>OfferPanel</name>
    <message>
      <source>1 to {0} choose a text, Esc leaves them</source>
      <translation>按 1 到 {0} 选择，Esc 放弃</translation>
    </message>
    <message>
      <source>Return takes the text, Esc leaves it</source>
      <translation>按回车采用，Esc 放弃</translation>
    </message>
    <message>
      <source>Take none of them</source>
      <translation>都不采用</translation>
    </message>
    <message>
      <source>Texts to choose from</source>
      <translation>可选的文本</translation>
    </message>
    <message>
      <source>Write others</source>
      <translation>另写几个</translation>
    </message>
  </context>
  <context>
    <name>OffersView</name>
    <message>
      <source>Any language</source>
      <translation>任何语言</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>下载</translation>
    </message>
    <message>
      <source>Download {0}</source>
      <translation>下载 {0}</translation>
    </message>
    <message>
      <source>Good for</source>
      <translation>用途</translation>
    </message>
    <message>
      <source>Good for anything</source>
      <translation>任何用途</translation>
    </message>
    <message>
      <source>Good for {0}</source>
      <translation>适合：{0}</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Measure again</source>
      <translation>重新测量</translation>
    </message>
    <message>
      <source>Measure again how fast this computer is</source>
      <translation>重新测量这台电脑的速度</translation>
    </message>
    <message>
      <source>Measuring how fast this computer is; that takes a few seconds…</source>
      <translation>正在测量这台电脑的速度，需要几秒钟…</translation>
    </message>
    <message>
      <source>Models are downloaded only when you ask for one.</source>
      <translation>只有在你要求时才会下载模型。</translation>
    </message>
    <message>
      <source>None of the models is like that.</source>
      <translation>没有符合条件的模型。</translation>
    </message>
    <message>
      <source>Only those that run well here</source>
      <translation>只看在这台电脑上流畅的</translation>
    </message>
    <message>
      <source>Recommended</source>
      <translation>推荐</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>搜索</translation>
    </message>
    <message>
      <source>Search models</source>
      <translation>搜索模型</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>使用</translation>
    </message>
    <message>
      <source>Write with it</source>
      <translation>用它写作</translation>
    </message>
    <message>
      <source>about {0}</source>
      <translation>约 {0}</translation>
    </message>
    <message>
      <source>licence: {0}</source>
      <translation>许可证：{0}</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>trained on {0} tokens at a time</source>
      <translation>训练上下文 {0} 个词元</translation>
    </message>
    <message>
      <source>{0} billion parameters</source>
      <translation>参数 {0}B</translation>
    </message>
  </context>
  <context>
    <name>OutlineModel</name>
    <message>
      <source>Characters</source>
      <translation>字符数</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Synopsis</source>
      <translation>梗概</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>字数</translation>
    </message>
  </context>
  <context>
    <name>OutlinePage</name>
    <message>
      <source>For export: {0} items, {1} words, {2} characters</source>
      <translation>将导出：{0} 个条目，{1} 字，{2} 个字符</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>大纲</translation>
    </message>
  </context>
  <context>
    <name>OwnView</name>
    <message>
      <source>A file, copied to the models folder…</source>
      <translation>文件，复制到模型文件夹…</translation>
    </message>
    <message>
      <source>A file, used where it is…</source>
      <translation>文件，在原处使用…</translation>
    </message>
    <message>
      <source>A folder, copied to the models folder…</source>
      <translation>文件夹，复制到模型文件夹…</translation>
    </message>
    <message>
      <source>A folder, used where it is…</source>
      <translation>文件夹，在原处使用…</translation>
    </message>
    <message>
      <source>Add a model</source>
      <translation>添加模型</translation>
    </message>
    <message>
      <source>Add a model that is on this computer</source>
      <translation>添加这台电脑上的模型</translation>
    </message>
    <message>
      <source>Convert to .safetensors</source>
      <translation>转换为 .safetensors</translation>
    </message>
    <message>
      <source>Convert to 4 bits</source>
      <translation>转换为 4 位</translation>
    </message>
    <message>
      <source>Convert to 8 bits</source>
      <translation>转换为 8 位</translation>
    </message>
    <message>
      <source>Delete…</source>
      <translation>删除…</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>下载</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>使用中</translation>
    </message>
    <message>
      <source>Models (*.pth *.safetensors *.gguf *.bin *.json);;All files (*)</source>
      <translation>模型 (*.pth *.safetensors *.gguf *.bin *.json);;所有文件 (*)</translation>
    </message>
    <message>
      <source>One model is in use at a time. Switching takes a moment and loses nothing.</source>
      <translation>同一时间只使用一个模型。切换需要片刻，不会丢失任何内容。</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>重命名…</translation>
    </message>
    <message>
      <source>Show the folder</source>
      <translation>显示所在文件夹</translation>
    </message>
    <message>
      <source>Take off the list</source>
      <translation>从列表中移除</translation>
    </message>
    <message>
      <source>Test</source>
      <translation>测试</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>使用</translation>
    </message>
    <message>
      <source>Write with it</source>
      <translation>用它写作</translation>
    </message>
    <message>
      <source>comes with Longscroll</source>
      <translation>长卷自带</translation>
    </message>
    <message>
      <source>good for {0}</source>
      <translation>适合：{0}</translation>
    </message>
    <message>
      <source>lies in {0}</source>
      <translation>位于 {0}</translation>
    </message>
    <message>
      <source>{0} million parameters</source>
      <translation>{0} 百万参数</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>Commands</source>
      <translation>命令</translation>
    </message>
    <message>
      <source>Nothing like this was found.</source>
      <translation>没有找到匹配的内容。</translation>
    </message>
    <message>
      <source>Type what you want to do, or a title</source>
      <translation>输入想做的事，或一个标题</translation>
    </message>
  </context>
  <context>
    <name>PeoplePage</name>
    <message numerus="yes">
      <source>%n reply(s) that a sudden end cut off were kept.</source>
      <translation>
        <numerusform>程序突然结束时中断的 %n 条回复已保留。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>And %n more.</source>
      <translation>
        <numerusform>还有 %n 条。</numerusform>
      </translation>
    </message>
    <message>
      <source>Conversations (*.jsonl *.json);;All files (*)</source>
      <translation>对话 (*.jsonl *.json);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Export the conversation</source>
      <translation>导出对话</translation>
    </message>
    <message>
      <source>Import a conversation</source>
      <translation>导入对话</translation>
    </message>
    <message>
      <source>New character</source>
      <translation>新建人物</translation>
    </message>
    <message>
      <source>Reading characters: {0} of {1}</source>
      <translation>正在读取角色：{0} / {1}</translation>
    </message>
    <message>
      <source>Reading or writing a conversation: {0} messages</source>
      <translation>正在读写对话：{0} 条消息</translation>
    </message>
    <message>
      <source>Reading or writing a conversation…</source>
      <translation>正在读写对话…</translation>
    </message>
    <message>
      <source>The conversation “{0}” is deleted.</source>
      <translation>对话“{0}”已删除。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
    <message>
      <source>Written to {0}.</source>
      <translation>已写入 {0}。</translation>
    </message>
    <message>
      <source>conversation.jsonl</source>
      <translation>对话.jsonl</translation>
    </message>
    <message>
      <source>this conversation</source>
      <translation>这段对话</translation>
    </message>
    <message>
      <source>{0} – branch</source>
      <translation>{0} – 分支</translation>
    </message>
  </context>
  <context>
    <name>PersonasDialog</name>
    <message>
      <source>A persona is who you are in a chat: a name, and what characters know of you.</source>
      <translation>身份就是你在聊天中的样子：一个名字，以及角色对你的了解。</translation>
    </message>
    <message>
      <source>Add a persona</source>
      <translation>添加身份</translation>
    </message>
    <message>
      <source>Always with {0}</source>
      <translation>与{0}聊天时总用</translation>
    </message>
    <message>
      <source>Chats with it stay and go on with the usual persona.</source>
      <translation>用过它的聊天会保留，并改用常用身份。</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>In the chat “{0}”</source>
      <translation>用于聊天“{0}”</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名字</translation>
    </message>
    <message>
      <source>New persona</source>
      <translation>新身份</translation>
    </message>
    <message>
      <source>Personas</source>
      <translation>身份</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove the persona “{0}”?</source>
      <translation>移除身份“{0}”？</translation>
    </message>
    <message>
      <source>Remove this persona</source>
      <translation>移除这个身份</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>移除…</translation>
    </message>
    <message>
      <source>Unnamed</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Used in every chat that says nothing else</source>
      <translation>没有另行指定的聊天都用它</translation>
    </message>
    <message>
      <source>Usual persona</source>
      <translation>常用身份</translation>
    </message>
    <message>
      <source>What characters know of you; the model reads it</source>
      <translation>角色对你的了解；模型会读取</translation>
    </message>
    <message>
      <source>What {{user}} stands for</source>
      <translation>{{user}} 所代表的名字</translation>
    </message>
    <message>
      <source>Who you are in chats</source>
      <translation>你在聊天中的身份</translation>
    </message>
    <message>
      <source>usual</source>
      <translation>常用</translation>
    </message>
  </context>
  <context>
    <name>PictureField</name>
    <message>
      <source>Choose a picture</source>
      <translation>选择图片</translation>
    </message>
    <message>
      <source>Pictures ({0})</source>
      <translation>图片 ({0})</translation>
    </message>
    <message>
      <source>Picture…</source>
      <translation>图片…</translation>
    </message>
    <message>
      <source>Remove the picture</source>
      <translation>移除图片</translation>
    </message>
  </context>
  <context>
    <name>ProjectController</name>
    <message>
      <source>Copied several items.</source>
      <translation>已复制多个条目。</translation>
    </message>
    <message>
      <source>Copied.</source>
      <translation>已复制。</translation>
    </message>
    <message>
      <source>Joined. The others lie in the trash as they were.</source>
      <translation>已合并。其余条目原样保留在回收站中。</translation>
    </message>
    <message>
      <source>Moved.</source>
      <translation>已移动。</translation>
    </message>
    <message>
      <source>Split in two.</source>
      <translation>已拆分为两个。</translation>
    </message>
    <message>
      <source>The items are back.</source>
      <translation>这些条目已恢复。</translation>
    </message>
    <message>
      <source>The items are in the trash.</source>
      <translation>这些条目已移到回收站。</translation>
    </message>
    <message>
      <source>The trash is empty.</source>
      <translation>回收站已清空。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>{0} (copy)</source>
      <translation>{0}（副本）</translation>
    </message>
    <message>
      <source>“{0}” is back.</source>
      <translation>“{0}”已恢复。</translation>
    </message>
    <message>
      <source>“{0}” is in the trash.</source>
      <translation>“{0}”已移到回收站。</translation>
    </message>
    <message>
      <source>“{0}” was moved.</source>
      <translation>“{0}”已移动。</translation>
    </message>
  </context>
  <context>
    <name>ProjectTree</name>
    <message>
      <source>Choose a work</source>
      <translation>选择作品</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete everything in the trash for ever?</source>
      <translation>要永久删除回收站中的全部内容吗？</translation>
    </message>
    <message>
      <source>Delete the selected items for ever?</source>
      <translation>永久删除所选条目？</translation>
    </message>
    <message>
      <source>Delete “{0}” for ever?</source>
      <translation>永久删除“{0}”？</translation>
    </message>
    <message>
      <source>Items of the work</source>
      <translation>作品的条目</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>New scene</source>
      <translation>新建场景</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>大纲</translation>
    </message>
    <message>
      <source>The texts cannot be brought back afterwards.</source>
      <translation>之后将无法找回这些文字。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Work: {0}</source>
      <translation>作品：{0}</translation>
    </message>
    <message>
      <source>Works</source>
      <translation>作品</translation>
    </message>
    <message>
      <source>Your works are listed here.</source>
      <translation>你的作品会列在这里。</translation>
    </message>
  </context>
  <context>
    <name>ProjectTreeModel</name>
    <message>
      <source>Characters</source>
      <translation>人物</translation>
    </message>
    <message>
      <source>Manuscript</source>
      <translation>书稿</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>笔记</translation>
    </message>
    <message>
      <source>Places</source>
      <translation>地点</translation>
    </message>
    <message>
      <source>Research</source>
      <translation>资料</translation>
    </message>
    <message>
      <source>Trash</source>
      <translation>回收站</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>All settings…</source>
      <translation>全部设置…</translation>
    </message>
    <message>
      <source>As installed</source>
      <translation>默认大小</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Backups…</source>
      <translation>备份…</translation>
    </message>
    <message>
      <source>Characters and conversations</source>
      <translation>角色与对话</translation>
    </message>
    <message>
      <source>Chats</source>
      <translation>聊天</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Goals</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Goals and statistics</source>
      <translation>目标与统计</translation>
    </message>
    <message>
      <source>Keyboard shortcuts…</source>
      <translation>快捷键…</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Larger</source>
      <translation>放大</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Lore</source>
      <translation>设定</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Models: get, choose, test</source>
      <translation>模型：获取、选择、测试</translation>
    </message>
    <message>
      <source>Sepia</source>
      <translation>米黄</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>缩小</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <source>Teach the model styles</source>
      <translation>教模型学习风格</translation>
    </message>
    <message>
      <source>Text and page…</source>
      <translation>正文与版面…</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>字号</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>What the model reads of when it is named</source>
      <translation>正文提到时模型会读到的设定</translation>
    </message>
    <message>
      <source>Write</source>
      <translation>写作</translation>
    </message>
  </context>
  <context>
    <name>ReadingNote</name>
    <message>
      <source>Choose where reading begins, and see what it costs</source>
      <translation>选择从哪里读起，并查看代价</translation>
    </message>
    <message>
      <source>Read more…</source>
      <translation>读更多…</translation>
    </message>
    <message>
      <source>The model reads from message {0} on; earlier ones are recalled by search.</source>
      <translation>模型从第 {0} 条消息读起；更早的消息靠搜索回忆。</translation>
    </message>
  </context>
  <context>
    <name>RecallMarks</name>
    <message>
      <source>Always or never recalled</source>
      <translation>总是或从不回忆</translation>
    </message>
    <message>
      <source>Pin or ban a recalled passage, and it is listed here.</source>
      <translation>固定或禁止某个回忆片段后，会列在这里。</translation>
    </message>
    <message>
      <source>Recall this as it comes again</source>
      <translation>恢复为按需回忆</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>显示</translation>
    </message>
    <message>
      <source>Show this message</source>
      <translation>显示这条消息</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>撤回</translation>
    </message>
    <message>
      <source>always</source>
      <translation>总是</translation>
    </message>
    <message>
      <source>never</source>
      <translation>从不</translation>
    </message>
  </context>
  <context>
    <name>RecallStrip</name>
    <message numerus="yes">
      <source>%n passage(s) recalled</source>
      <translation>
        <numerusform>想起 %n 段</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n passage(s) to be recalled for this message</source>
      <translation>
        <numerusform>将为这条消息回忆 %n 段内容</numerusform>
      </translation>
    </message>
    <message>
      <source>Never recall this</source>
      <translation>永不想起这段</translation>
    </message>
    <message>
      <source>Nothing to be recalled for this message</source>
      <translation>没有要为这条消息回忆的内容</translation>
    </message>
    <message>
      <source>Recall always</source>
      <translation>总是想起这段</translation>
    </message>
    <message>
      <source>Recall no longer always</source>
      <translation>不再总是想起这段</translation>
    </message>
  </context>
  <context>
    <name>RelativeTime</name>
    <message numerus="yes">
      <source>%n hour(s) ago</source>
      <translation>
        <numerusform>%n 小时前</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) ago</source>
      <translation>
        <numerusform>%n 分钟前</numerusform>
      </translation>
    </message>
    <message>
      <source>just now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>昨天</translation>
    </message>
  </context>
  <context>
    <name>RepositoryView</name>
    <message>
      <source>Any repository on the hub can be named. Longscroll runs RWKV models of version 4 to 7; others are refused when they are used.</source>
      <translation>可以填写模型库上的任何仓库。长卷能运行第 4 至 7 代 RWKV 模型；其他模型在使用时会被拒绝。</translation>
    </message>
    <message>
      <source>Ask the hub for the files of this repository</source>
      <translation>向模型库询问这个仓库的文件</translation>
    </message>
    <message>
      <source>Asking the hub…</source>
      <translation>正在询问模型库…</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>下载</translation>
    </message>
    <message>
      <source>Download what is ticked, {0}</source>
      <translation>下载勾选的文件，{0}</translation>
    </message>
    <message>
      <source>Files of the repository</source>
      <translation>仓库中的文件</translation>
    </message>
    <message>
      <source>List its files</source>
      <translation>列出文件</translation>
    </message>
    <message>
      <source>Owner/name, for instance {0}</source>
      <translation>所有者/名称，例如 {0}</translation>
    </message>
    <message>
      <source>Repository</source>
      <translation>仓库</translation>
    </message>
    <message>
      <source>There is no model in {0}.</source>
      <translation>{0} 中没有模型。</translation>
    </message>
    <message>
      <source>Tick what you want from {0}.</source>
      <translation>请勾选要从 {0} 下载的文件。</translation>
    </message>
    <message>
      <source>{0} to download from {1}</source>
      <translation>将从 {1} 下载 {0}</translation>
    </message>
  </context>
  <context>
    <name>Sampler</name>
    <message>
      <source>Against whole phrases said before; 0 is off</source>
      <translation>抑制说过的整句短语；0 为关闭</translation>
    </message>
    <message>
      <source>Against words that were used at all</source>
      <translation>抑制已经用过的词</translation>
    </message>
    <message>
      <source>Against words the more, the more often they were used</source>
      <translation>用得越多的词，抑制越强</translation>
    </message>
    <message>
      <source>Balanced</source>
      <translation>均衡</translation>
    </message>
    <message>
      <source>Bias</source>
      <translation>偏置</translation>
    </message>
    <message>
      <source>Chinese kung fu</source>
      <translation>中文武侠</translation>
    </message>
    <message>
      <source>Comprehensive</source>
      <translation>综合</translation>
    </message>
    <message>
      <source>Conservative</source>
      <translation>保守</translation>
    </message>
    <message>
      <source>Creative</source>
      <translation>创意</translation>
    </message>
    <message>
      <source>DRY allowed length</source>
      <translation>DRY 允许长度</translation>
    </message>
    <message>
      <source>DRY base</source>
      <translation>DRY 底数</translation>
    </message>
    <message>
      <source>DRY range</source>
      <translation>DRY 范围</translation>
    </message>
    <message>
      <source>DRY strength</source>
      <translation>DRY 强度</translation>
    </message>
    <message>
      <source>Default</source>
      <translation>默认</translation>
    </message>
    <message>
      <source>Divides the odds of words used lately; 1 is off</source>
      <translation>降低最近用过的词的机会；1 为关闭</translation>
    </message>
    <message>
      <source>Dynamic temperature ±</source>
      <translation>动态温度 ±</translation>
    </message>
    <message>
      <source>Facts</source>
      <translation>事实</translation>
    </message>
    <message>
      <source>Finish the sentence</source>
      <translation>写完这一句</translation>
    </message>
    <message>
      <source>Fixed</source>
      <translation>固定</translation>
    </message>
    <message>
      <source>Frequency penalty</source>
      <translation>频率惩罚</translation>
    </message>
    <message>
      <source>Goes on to the end of the sentence when the length is reached</source>
      <translation>达到长度后继续写到句末</translation>
    </message>
    <message>
      <source>How fast it follows</source>
      <translation>跟随的快慢</translation>
    </message>
    <message>
      <source>How fast it grows with the length of the phrase</source>
      <translation>随短语长度增强的快慢</translation>
    </message>
    <message>
      <source>How many tokens back it looks</source>
      <translation>回看多少词元</translation>
    </message>
    <message>
      <source>How many tokens back that looks</source>
      <translation>回看多少词元</translation>
    </message>
    <message>
      <source>How often the likeliest words are left out on purpose; 0 is off</source>
      <translation>有多大机会故意略去最可能的词；0 为关闭</translation>
    </message>
    <message>
      <source>How slowly used words are forgotten: 1 never</source>
      <translation>用过的词淡忘得多慢：1 为永不</translation>
    </message>
    <message>
      <source>Keeps the surprise of the text even, in place of the others</source>
      <translation>代替其他方法，使文本的意外程度保持平稳</translation>
    </message>
    <message>
      <source>Leaves out the flat tail of unlikely words; 1 is off</source>
      <translation>去掉不太可能的长尾；1 为关闭</translation>
    </message>
    <message>
      <source>Long chapters</source>
      <translation>长章节</translation>
    </message>
    <message>
      <source>Long novel</source>
      <translation>长篇小说</translation>
    </message>
    <message>
      <source>Longest text</source>
      <translation>最长文本</translation>
    </message>
    <message>
      <source>Low keeps to the likely words, high surprises</source>
      <translation>低则用词稳妥，高则出人意料</translation>
    </message>
    <message>
      <source>Min-p</source>
      <translation>Min-p</translation>
    </message>
    <message>
      <source>Min-p with XTC</source>
      <translation>Min-p 加 XTC</translation>
    </message>
    <message>
      <source>Mirostat</source>
      <translation>Mirostat</translation>
    </message>
    <message>
      <source>Mirostat η</source>
      <translation>Mirostat η</translation>
    </message>
    <message>
      <source>Mirostat τ</source>
      <translation>Mirostat τ</translation>
    </message>
    <message>
      <source>Narrower where the model is sure of a word; 0 is off</source>
      <translation>模型越确定，范围越窄；0 为关闭</translation>
    </message>
    <message>
      <source>Neutral</source>
      <translation>中性</translation>
    </message>
    <message>
      <source>Only so many of the likeliest words; 0 is off</source>
      <translation>只取这么多最可能的词；0 为关闭</translation>
    </message>
    <message>
      <source>Only the likeliest words that together reach this share</source>
      <translation>只取概率合计达到此值的最可能的词</translation>
    </message>
    <message>
      <source>Only words about as surprising as is usual here; 1 is off</source>
      <translation>只取意外程度接近平常的词；1 为关闭</translation>
    </message>
    <message>
      <source>Only words at least this share as likely as the best; 0 is off</source>
      <translation>只取概率不低于最佳词此比例的词；0 为关闭</translation>
    </message>
    <message>
      <source>Only words within so many deviations of the best; 0 is off</source>
      <translation>只取与最佳词相差在这么多标准差以内的词；0 为关闭</translation>
    </message>
    <message>
      <source>Penalty decay</source>
      <translation>惩罚衰减</translation>
    </message>
    <message>
      <source>Presence and frequency</source>
      <translation>存在与频率</translation>
    </message>
    <message>
      <source>Presence penalty</source>
      <translation>存在惩罚</translation>
    </message>
    <message>
      <source>Repetition penalty</source>
      <translation>重复惩罚</translation>
    </message>
    <message>
      <source>Repetition range</source>
      <translation>重复范围</translation>
    </message>
    <message>
      <source>Room for the sentence</source>
      <translation>收句余量</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>种子</translation>
    </message>
    <message>
      <source>Shortest text</source>
      <translation>最短文本</translation>
    </message>
    <message>
      <source>Tail-free</source>
      <translation>去尾采样</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <source>The same seed gives the same text; -1 takes another each time</source>
      <translation>种子相同则文本相同；-1 为每次不同</translation>
    </message>
    <message>
      <source>The surprise to keep to, in bits</source>
      <translation>要保持的意外程度（比特）</translation>
    </message>
    <message>
      <source>The temperature follows how open the choice is; 0 is off</source>
      <translation>温度随选择的开放程度变化；0 为关闭</translation>
    </message>
    <message>
      <source>Tokens before which the text cannot end</source>
      <translation>写满这么多词元之前不能结束</translation>
    </message>
    <message>
      <source>Tokens that finishing a sentence may take</source>
      <translation>写完一句最多可用的词元</translation>
    </message>
    <message>
      <source>Tokens that may be repeated freely</source>
      <translation>可以自由重复的词元数</translation>
    </message>
    <message>
      <source>Tokens the model writes at most</source>
      <translation>模型最多写多少词元</translation>
    </message>
    <message>
      <source>Top-a</source>
      <translation>Top-a</translation>
    </message>
    <message>
      <source>Top-k</source>
      <translation>Top-k</translation>
    </message>
    <message>
      <source>Top-nσ</source>
      <translation>Top-nσ</translation>
    </message>
    <message>
      <source>Top-p</source>
      <translation>Top-p</translation>
    </message>
    <message>
      <source>Typical</source>
      <translation>典型采样</translation>
    </message>
    <message>
      <source>Words likelier than this are the ones left out</source>
      <translation>被略去的是概率高于此值的词</translation>
    </message>
    <message>
      <source>XTC chance</source>
      <translation>XTC 概率</translation>
    </message>
    <message>
      <source>XTC threshold</source>
      <translation>XTC 阈值</translation>
    </message>
  </context>
  <context>
    <name>SamplerPanel</name>
    <message>
      <source>Advanced</source>
      <translation>高级</translation>
    </message>
    <message>
      <source>Banned phrases, one a line</source>
      <translation>禁用短语，每行一个</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Deletes this preset of your own</source>
      <translation>删除这个自己的预设</translation>
    </message>
    <message>
      <source>How the model chooses its words</source>
      <translation>模型如何选词</translation>
    </message>
    <message>
      <source>Keep as…</source>
      <translation>另存为…</translation>
    </message>
    <message>
      <source>Keeps these values as a preset of your own</source>
      <translation>把这些数值存为自己的预设</translation>
    </message>
    <message>
      <source>Name of the preset</source>
      <translation>预设名称</translation>
    </message>
    <message>
      <source>Neutral</source>
      <translation>中性</translation>
    </message>
    <message>
      <source>Order: drag, or Alt+Up and Alt+Down</source>
      <translation>顺序：拖动，或按 Alt+上、Alt+下</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>预设</translation>
    </message>
    <message>
      <source>Texts that end the writing, one a line</source>
      <translation>使写作结束的文本，每行一个</translation>
    </message>
    <message>
      <source>Turns everything off: the model's own probabilities</source>
      <translation>全部关闭：使用模型本来的概率</translation>
    </message>
    <message>
      <source>Values that go well together</source>
      <translation>搭配得当的一组数值</translation>
    </message>
    <message>
      <source>{0}, changed</source>
      <translation>{0}（已改）</translation>
    </message>
  </context>
  <context>
    <name>SavePlace</name>
    <message>
      <source>Replace the file?</source>
      <translation>替换文件？</translation>
    </message>
    <message>
      <source>“{0}” is there already. Replace it?</source>
      <translation>“{0}”已存在。要替换吗？</translation>
    </message>
  </context>
  <context>
    <name>SearchController</name>
    <message>
      <source>Before replacing “{0}”</source>
      <translation>替换“{0}”之前</translation>
    </message>
  </context>
  <context>
    <name>SecretField</name>
    <message>
      <source>Kept; type another to replace it</source>
      <translation>已保存；输入新的即可替换</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
  </context>
  <context>
    <name>SettingRow</name>
    <message>
      <source>As installed: {0}</source>
      <translation>恢复默认：{0}</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source> GiB</source>
      <translation> GiB</translation>
    </message>
    <message>
      <source> characters</source>
      <translation> 个字符</translation>
    </message>
    <message>
      <source> hours</source>
      <translation> 小时</translation>
    </message>
    <message>
      <source> minutes</source>
      <translation> 分钟</translation>
    </message>
    <message>
      <source> px</source>
      <translation> 像素</translation>
    </message>
    <message>
      <source> tokens</source>
      <translation> 个词元</translation>
    </message>
    <message>
      <source>4 bits</source>
      <translation>4 位</translation>
    </message>
    <message>
      <source>8 bits</source>
      <translation>8 位</translation>
    </message>
    <message>
      <source>A model file or folder on this computer.</source>
      <translation>这台电脑上的模型文件或文件夹。</translation>
    </message>
    <message>
      <source>A typeface that is installed on this computer; it goes before the choice above.</source>
      <translation>这台电脑上安装的字体；优先于上面的选择。</translation>
    </message>
    <message>
      <source>A word is one to two tokens.</source>
      <translation>一个词是一到两个词元。</translation>
    </message>
    <message>
      <source>About 68 characters are easy to read.</source>
      <translation>大约 68 个字符最易阅读。</translation>
    </message>
    <message>
      <source>About Longscroll</source>
      <translation>关于长卷</translation>
    </message>
    <message>
      <source>Access token</source>
      <translation>访问令牌</translation>
    </message>
    <message>
      <source>All cores but one</source>
      <translation>除一个核心外全部</translation>
    </message>
    <message>
      <source>All keys, by group.</source>
      <translation>全部按键，分组列出。</translation>
    </message>
    <message>
      <source>All of the text</source>
      <translation>全部文字</translation>
    </message>
    <message>
      <source>All your works, settings and models.</source>
      <translation>你的全部作品、设置和模型。</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>外观</translation>
    </message>
    <message>
      <source>As a script</source>
      <translation>像剧本一样</translation>
    </message>
    <message>
      <source>As the language of the text</source>
      <translation>随文本语言</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>As typed</source>
      <translation>照输入的样子</translation>
    </message>
    <message>
      <source>Backups</source>
      <translation>备份</translation>
    </message>
    <message>
      <source>Best on another disk.</source>
      <translation>最好放在另一块磁盘上。</translation>
    </message>
    <message>
      <source>Bright in focus mode</source>
      <translation>专注模式下明亮的部分</translation>
    </message>
    <message>
      <source>Buttons for bold, italic, headings and the like above the text.</source>
      <translation>在文本上方显示粗体、斜体、标题等按钮。</translation>
    </message>
    <message>
      <source>Chats</source>
      <translation>对话</translation>
    </message>
    <message>
      <source>Check spelling</source>
      <translation>检查拼写</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Data and backups</source>
      <translation>数据与备份</translation>
    </message>
    <message>
      <source>Data folder</source>
      <translation>数据文件夹</translation>
    </message>
    <message>
      <source>English</source>
      <translation>English</translation>
    </message>
    <message>
      <source>Enter sends</source>
      <translation>按 Enter 发送</translation>
    </message>
    <message>
      <source>Fewer bits need less memory and are faster, and write a little less well. Takes effect when a model is loaded next.</source>
      <translation>位数越少，占用内存越少、速度越快，写得稍差一些。下次加载模型时生效。</translation>
    </message>
    <message>
      <source>First lines indented</source>
      <translation>首行缩进</translation>
    </message>
    <message>
      <source>Folder for backups</source>
      <translation>备份文件夹</translation>
    </message>
    <message>
      <source>Folder for models</source>
      <translation>模型文件夹</translation>
    </message>
    <message>
      <source>For instance http://127.0.0.1:8080</source>
      <translation>例如 http://127.0.0.1:8080</translation>
    </message>
    <message>
      <source>For models that want one. It is kept in a file that only you may read, is never exported and never sent to a mirror.</source>
      <translation>供需要它的模型使用。它保存在只有你能读取的文件里，从不导出，也从不发送给镜像。</translation>
    </message>
    <message>
      <source>Frequency penalty</source>
      <translation>频率惩罚</translation>
    </message>
    <message>
      <source>Full</source>
      <translation>完整</translation>
    </message>
    <message>
      <source>Gives its memory back; the next press loads it again.</source>
      <translation>释放它占用的内存；下次按下时会重新加载。</translation>
    </message>
    <message>
      <source>Graphics card (DirectML)</source>
      <translation>显卡（DirectML）</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>帮助</translation>
    </message>
    <message>
      <source>How many continuations to choose from.</source>
      <translation>一次写出几段续文供选择。</translation>
    </message>
    <message>
      <source>How many cores of the processor the model may use. Takes effect when a model is loaded next.</source>
      <translation>模型最多可以使用多少个处理器核心。下次加载模型时生效。</translation>
    </message>
    <message>
      <source>How messages look</source>
      <translation>消息的样式</translation>
    </message>
    <message>
      <source>How one is told from the next.</source>
      <translation>怎样区分前后段落。</translation>
    </message>
    <message>
      <source>In bubbles</source>
      <translation>气泡</translation>
    </message>
    <message>
      <source>In the data folder</source>
      <translation>在数据文件夹中</translation>
    </message>
    <message>
      <source>Keep other words</source>
      <translation>保留其他用词</translation>
    </message>
    <message>
      <source>Keep the newest backups</source>
      <translation>保留最新的备份数</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>快捷键</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Length of a continuation</source>
      <translation>续写长度</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Line width</source>
      <translation>行宽</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>日志</translation>
    </message>
    <message>
      <source>Longscroll goes online only when you ask for a model.</source>
      <translation>只有当你要获取模型时，长卷才会联网。</translation>
    </message>
    <message>
      <source>Low is predictable, high is surprising.</source>
      <translation>低则稳妥，高则出人意料。</translation>
    </message>
    <message>
      <source>Make a backup every</source>
      <translation>备份间隔</translation>
    </message>
    <message>
      <source>Makes words less likely each time they are used.</source>
      <translation>词每用一次，再次出现的可能就降低一些。</translation>
    </message>
    <message>
      <source>Makes words that were there less likely.</source>
      <translation>降低已出现过的词的可能性。</translation>
    </message>
    <message>
      <source>Mirror of the model hub</source>
      <translation>模型库镜像</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Model and memory</source>
      <translation>模型与内存</translation>
    </message>
    <message>
      <source>Move…</source>
      <translation>移动…</translation>
    </message>
    <message>
      <source>NVIDIA graphics card (CUDA)</source>
      <translation>NVIDIA 显卡（CUDA）</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>网络</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>从不</translation>
    </message>
    <message>
      <source>Notes what the model might have written instead of each word.</source>
      <translation>记下每个词处模型本来还可能写什么。</translation>
    </message>
    <message>
      <source>Of menus and messages; your text may be in any.</source>
      <translation>菜单和消息的语言；你的文字可以用任何语言。</translation>
    </message>
    <message>
      <source>Of your text.</source>
      <translation>用于你的文字。</translation>
    </message>
    <message>
      <source>Only the likeliest tokens that together have this probability are drawn from.</source>
      <translation>只从概率之和达到此值的最可能的词元中选取。</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>打开…</translation>
    </message>
    <message>
      <source>Paragraphs</source>
      <translation>段落</translation>
    </message>
    <message>
      <source>Precision of weights</source>
      <translation>权重精度</translation>
    </message>
    <message>
      <source>Presence penalty</source>
      <translation>存在惩罚</translation>
    </message>
    <message>
      <source>Proxy</source>
      <translation>代理</translation>
    </message>
    <message>
      <source>Quotes and dashes</source>
      <translation>引号与破折号</translation>
    </message>
    <message>
      <source>Read ahead</source>
      <translation>提前阅读</translation>
    </message>
    <message>
      <source>Room between</source>
      <translation>段间留白</translation>
    </message>
    <message>
      <source>Room for what models remember</source>
      <translation>给模型记忆的空间</translation>
    </message>
    <message>
      <source>Runs on</source>
      <translation>运行设备</translation>
    </message>
    <message>
      <source>Sans serif</source>
      <translation>无衬线</translation>
    </message>
    <message>
      <source>Saved states make a long text go on at once. The oldest go first; they can be made again by reading.</source>
      <translation>保存的状态让长篇文字可以立刻续写。最旧的最先清除；重新阅读即可再次得到。</translation>
    </message>
    <message>
      <source>See them, and bring works back.</source>
      <translation>查看备份，找回作品。</translation>
    </message>
    <message>
      <source>Sepia</source>
      <translation>米黄</translation>
    </message>
    <message>
      <source>Serif</source>
      <translation>衬线</translation>
    </message>
    <message>
      <source>Shift+Enter then makes a new line; without it, Ctrl+Enter sends.</source>
      <translation>此时 Shift+Enter 换行；关闭后用 Ctrl+Enter 发送。</translation>
    </message>
    <message>
      <source>Show the format bar</source>
      <translation>显示格式栏</translation>
    </message>
    <message>
      <source>Show who wrote what</source>
      <translation>显示谁写了什么</translation>
    </message>
    <message>
      <source>Show…</source>
      <translation>显示…</translation>
    </message>
    <message>
      <source>Takes effect when a model is loaded next.</source>
      <translation>下次加载模型时生效。</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>字号</translation>
    </message>
    <message>
      <source>Texts side by side</source>
      <translation>并排的文本数</translation>
    </message>
    <message>
      <source>The best there is</source>
      <translation>现有最合适的</translation>
    </message>
    <message>
      <source>The colours of the window.</source>
      <translation>窗口的配色。</translation>
    </message>
    <message>
      <source>The line that is written stays in the middle.</source>
      <translation>正在写的那一行保持在中间。</translation>
    </message>
    <message>
      <source>The model reads your text while you pause, so that Continue begins at once.</source>
      <translation>你停顿时模型会阅读文字，这样续写就能立刻开始。</translation>
    </message>
    <message>
      <source>The model that comes with the program</source>
      <translation>程序自带的模型</translation>
    </message>
    <message>
      <source>The model’s words</source>
      <translation>模型的文字</translation>
    </message>
    <message>
      <source>The paragraph</source>
      <translation>当前段落</translation>
    </message>
    <message>
      <source>The processor</source>
      <translation>处理器</translation>
    </message>
    <message>
      <source>The sentence</source>
      <translation>当前句子</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>Threads</source>
      <translation>线程</translation>
    </message>
    <message>
      <source>Tints what the model wrote.</source>
      <translation>给模型写的文字加上底色。</translation>
    </message>
    <message>
      <source>Top-p</source>
      <translation>Top-p</translation>
    </message>
    <message>
      <source>Typeface</source>
      <translation>字体</translation>
    </message>
    <message>
      <source>Typeface by name</source>
      <translation>按名称指定字体</translation>
    </message>
    <message>
      <source>Typewriter scrolling</source>
      <translation>打字机滚动</translation>
    </message>
    <message>
      <source>Underlines words that the dictionary does not know.</source>
      <translation>给词典里没有的词加下划线。</translation>
    </message>
    <message>
      <source>Unload an idle model</source>
      <translation>卸载闲置的模型</translation>
    </message>
    <message>
      <source>Version, licences, credits.</source>
      <translation>版本、许可证、致谢。</translation>
    </message>
    <message>
      <source>What is fastest here</source>
      <translation>这里最快的</translation>
    </message>
    <message>
      <source>What is not quiet while nothing but the text is shown (F8).</source>
      <translation>只显示文字时（F8），哪些部分不变淡。</translation>
    </message>
    <message>
      <source>What suits the model</source>
      <translation>适合模型的</translation>
    </message>
    <message>
      <source>What the program did; never what you wrote. It stays on this computer.</source>
      <translation>程序做过什么，从不记录你写的内容。它只留在这台电脑上。</translation>
    </message>
    <message>
      <source>What typed quotes and dashes become.</source>
      <translation>输入的引号和破折号变成什么。</translation>
    </message>
    <message>
      <source>Where models that you get are kept.</source>
      <translation>获取的模型保存在哪里。</translation>
    </message>
    <message>
      <source>Writing</source>
      <translation>写作</translation>
    </message>
    <message>
      <source>https://huggingface.co</source>
      <translation>https://huggingface.co</translation>
    </message>
    <message>
      <source>« Français »</source>
      <translation>« Français »</translation>
    </message>
    <message>
      <source>“English”</source>
      <translation>“English”</translation>
    </message>
    <message>
      <source>“中文”</source>
      <translation>“中文”</translation>
    </message>
    <message>
      <source>„Deutsch“</source>
      <translation>„Deutsch“</translation>
    </message>
    <message>
      <source>简体中文</source>
      <translation>简体中文</translation>
    </message>
  </context>
  <context>
    <name>SettingsDialog</name>
    <message>
      <source>All as installed…</source>
      <translation>全部恢复默认…</translation>
    </message>
    <message>
      <source>As installed</source>
      <translation>恢复默认</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Export settings</source>
      <translation>导出设置</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Find a setting</source>
      <translation>查找设置</translation>
    </message>
    <message>
      <source>Import settings</source>
      <translation>导入设置</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Make all settings as they were installed?</source>
      <translation>把全部设置恢复为默认吗？</translation>
    </message>
    <message>
      <source>Sections</source>
      <translation>分类</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Settings (*.json)</source>
      <translation>设置 (*.json)</translation>
    </message>
    <message>
      <source>The settings of {0} are in use.</source>
      <translation>已采用 {0} 中的设置。</translation>
    </message>
    <message>
      <source>The settings were written to {0}.</source>
      <translation>设置已写入 {0}。</translation>
    </message>
    <message>
      <source>Your works and models stay as they are.</source>
      <translation>你的作品和模型不受影响。</translation>
    </message>
  </context>
  <context>
    <name>SettingsPage</name>
    <message>
      <source>No setting has to do with this.</source>
      <translation>没有与此有关的设置。</translation>
    </message>
  </context>
  <context>
    <name>ShortcutsDialog</name>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>命令</translation>
    </message>
    <message>
      <source>Find a key</source>
      <translation>查找快捷键</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>快捷键</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>按键</translation>
    </message>
  </context>
  <context>
    <name>SpaceView</name>
    <message numerus="yes">
      <source>After %n minute(s)</source>
      <translation>
        <numerusform>%n 分钟后</numerusform>
      </translation>
    </message>
    <message>
      <source>Backups</source>
      <translation>备份</translation>
    </message>
    <message>
      <source>Clean up</source>
      <translation>清理</translation>
    </message>
    <message>
      <source>Delete {0} that no model here needs; they are made again if one does</source>
      <translation>删除这里的模型都不需要的 {0}；需要时会重新生成</translation>
    </message>
    <message>
      <source>Delete {0}; long texts are then read from their beginning once more</source>
      <translation>删除 {0}；之后长文本会从头再读一遍</translation>
    </message>
    <message>
      <source>Downloads that are not whole</source>
      <translation>未完成的下载</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <translation>正在测量…</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>内存</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Models prepared to run</source>
      <translation>为运行准备好的模型</translation>
    </message>
    <message>
      <source>Move all models into another folder</source>
      <translation>将所有模型移动到另一个文件夹</translation>
    </message>
    <message>
      <source>Move…</source>
      <translation>移动…</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>从不</translation>
    </message>
    <message>
      <source>On the disk</source>
      <translation>磁盘</translation>
    </message>
    <message>
      <source>Stories, versions and conversations</source>
      <translation>故事、版本和对话</translation>
    </message>
    <message>
      <source>What models remember of your texts</source>
      <translation>模型对文本的记忆</translation>
    </message>
    <message>
      <source>When nobody writes, the model can leave the memory. It comes back by itself with all that it remembers, which takes a moment.</source>
      <translation>无人写作时，模型可以让出内存。需要时它会带着全部记忆自动回来，只需片刻。</translation>
    </message>
    <message>
      <source>When the model leaves the memory</source>
      <translation>模型何时让出内存</translation>
    </message>
    <message>
      <source>Where models are to lie</source>
      <translation>选择存放模型的位置</translation>
    </message>
    <message>
      <source>Where models lie</source>
      <translation>模型的位置</translation>
    </message>
    <message>
      <source>{0} in all, {1} are free</source>
      <translation>共 {0}，剩余 {1}</translation>
    </message>
  </context>
  <context>
    <name>SpellingMarks</name>
    <message>
      <source>Add to my words</source>
      <translation>加入我的词典</translation>
    </message>
    <message>
      <source>Check spelling</source>
      <translation>检查拼写</translation>
    </message>
    <message>
      <source>Ignore</source>
      <translation>忽略</translation>
    </message>
    <message>
      <source>Looking for suggestions…</source>
      <translation>正在查找建议…</translation>
    </message>
    <message>
      <source>No suggestions</source>
      <translation>没有建议</translation>
    </message>
    <message>
      <source>Spelling: {0}</source>
      <translation>拼写：{0}</translation>
    </message>
  </context>
  <context>
    <name>StatisticsPage</name>
    <message numerus="yes">
      <source>%n day(s)</source>
      <translation>
        <numerusform>%n 天</numerusform>
      </translation>
    </message>
    <message>
      <source>Dark: your words. Light: the model's. Dashed line: the day's goal.</source>
      <translation>深色：你写的；浅色：模型写的；虚线：每日目标。</translation>
    </message>
    <message>
      <source>Goals and statistics</source>
      <translation>目标与统计</translation>
    </message>
    <message>
      <source>In a row</source>
      <translation>连续达标</translation>
    </message>
    <message>
      <source>Manuscript</source>
      <translation>书稿</translation>
    </message>
    <message>
      <source>Open a work to see how it grows.</source>
      <translation>打开一部作品，看看它的进展。</translation>
    </message>
    <message>
      <source>The model's words count too</source>
      <translation>模型写的字也计入</translation>
    </message>
    <message>
      <source>This session</source>
      <translation>本次写作</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>今天</translation>
    </message>
    <message>
      <source>Words a day</source>
      <translation>每日字数</translation>
    </message>
    <message>
      <source>Words a session</source>
      <translation>每次字数</translation>
    </message>
    <message>
      <source>no goal</source>
      <translation>无目标</translation>
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n 个字符</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n 条消息</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n 字</numerusform>
      </translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>有修改</translation>
    </message>
    <message>
      <source>Characters are counted without spaces</source>
      <translation>字符数不含空格</translation>
    </message>
    <message>
      <source>Model: {0}</source>
      <translation>模型：{0}</translation>
    </message>
    <message>
      <source>No model</source>
      <translation>没有模型</translation>
    </message>
    <message>
      <source>Not saved</source>
      <translation>未能保存</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>已保存</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>正在保存…</translation>
    </message>
    <message>
      <source>The rest of the story was remembered and did not have to be read.</source>
      <translation>其余部分模型都还记得，不必重读。</translation>
    </message>
    <message>
      <source>Tokens written per second in the last continuation</source>
      <translation>上一次续写时每秒写出的词元数</translation>
    </message>
    <message>
      <source>read again {0} of {1} tokens</source>
      <translation>重读 {0}／{1} 个词元</translation>
    </message>
    <message>
      <source>selected: {0}, {1}</source>
      <translation>选中：{0}，{1}</translation>
    </message>
    <message>
      <source>{0} tok/s</source>
      <translation>{0} 词元/秒</translation>
    </message>
  </context>
  <context>
    <name>StatusesDialog</name>
    <message>
      <source>Add</source>
      <translation>添加</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Colour…</source>
      <translation>颜色…</translation>
    </message>
    <message>
      <source>Down</source>
      <translation>下移</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>New status</source>
      <translation>新状态</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Statuses</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Up</source>
      <translation>上移</translation>
    </message>
  </context>
  <context>
    <name>StoryEditor</name>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>剪切</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>粘贴</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>重做</translation>
    </message>
    <message>
      <source>Redo continuation</source>
      <translation>重做续写</translation>
    </message>
    <message>
      <source>Redo typing</source>
      <translation>重做输入</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>全选</translation>
    </message>
    <message>
      <source>Story</source>
      <translation>故事正文</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Undo continuation</source>
      <translation>撤销续写</translation>
    </message>
    <message>
      <source>Undo typing</source>
      <translation>撤销输入</translation>
    </message>
    <message>
      <source>Write the first words, or let the model begin.</source>
      <translation>写下开头，或让模型来起笔。</translation>
    </message>
  </context>
  <context>
    <name>StudioSection</name>
    <message>
      <source>All that was written here, as a tree</source>
      <translation>这里写过的一切，以树的形式</translation>
    </message>
    <message>
      <source>Alternatives</source>
      <translation>备选</translation>
    </message>
    <message>
      <source>At the cursor: {0}, seed {1}</source>
      <translation>光标处：{0}，种子 {1}</translation>
    </message>
    <message>
      <source>Commands for the selection, the sentence and the word</source>
      <translation>针对选区、句子和词的命令</translation>
    </message>
    <message>
      <source>How many texts the model writes side by side</source>
      <translation>模型同时并排写几段文本</translation>
    </message>
    <message>
      <source>How the model chooses its words</source>
      <translation>模型如何选词</translation>
    </message>
    <message>
      <source>Next take</source>
      <translation>下一稿</translation>
    </message>
    <message>
      <source>Previous take</source>
      <translation>上一稿</translation>
    </message>
    <message>
      <source>Revise</source>
      <translation>修改</translation>
    </message>
    <message>
      <source>Sampling: {0}</source>
      <translation>采样：{0}</translation>
    </message>
    <message>
      <source>Story tree</source>
      <translation>故事树</translation>
    </message>
    <message>
      <source>Take {0} / {1}</source>
      <translation>第 {0} / {1} 稿</translation>
    </message>
    <message>
      <source>a model</source>
      <translation>某个模型</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
  </context>
  <context>
    <name>StyleList</name>
    <message>
      <source>Add a style from a file of another RWKV program</source>
      <translation>从其他 RWKV 程序的文件添加风格</translation>
    </message>
    <message>
      <source>Belongs to another model or version: {0}</source>
      <translation>属于另一个模型或版本：{0}</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete the style</source>
      <translation>删除风格</translation>
    </message>
    <message>
      <source>Export the style</source>
      <translation>导出风格</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Import a style</source>
      <translation>导入风格</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Learnt {0}</source>
      <translation>学于 {0}</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Rename the style</source>
      <translation>重命名风格</translation>
    </message>
    <message>
      <source>Styles (*.pth *.safetensors);;All files (*)</source>
      <translation>风格 (*.pth *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Styles (*.pth)</source>
      <translation>风格 (*.pth)</translation>
    </message>
    <message>
      <source>Styles that the model has learnt are listed here, to be used in any story.</source>
      <translation>模型学成的风格会列在这里，可用于任何故事。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Use in the story</source>
      <translation>用于当前故事</translation>
    </message>
    <message>
      <source>Use no longer</source>
      <translation>不再使用</translation>
    </message>
    <message>
      <source>Write the style as other RWKV programs read it</source>
      <translation>写成其他 RWKV 程序能读取的风格文件</translation>
    </message>
    <message>
      <source>Write “{0}” with this style, or no longer</source>
      <translation>用或不再用这种风格写“{0}”</translation>
    </message>
    <message>
      <source>Your styles</source>
      <translation>你的风格</translation>
    </message>
    <message>
      <source>{0} → {1} bits per byte</source>
      <translation>每字节 {0} → {1} 比特</translation>
    </message>
  </context>
  <context>
    <name>StylePage</name>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
  </context>
  <context>
    <name>StyleSection</name>
    <message>
      <source>How strongly the story keeps to the style</source>
      <translation>故事遵循风格的程度</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Share of “{0}”</source>
      <translation>“{0}”的比重</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>强度</translation>
    </message>
    <message>
      <source>Style: {0}</source>
      <translation>风格：{0}</translation>
    </message>
    <message>
      <source>Teach a style…</source>
      <translation>学习新风格…</translation>
    </message>
    <message>
      <source>With which learnt styles the model writes this story</source>
      <translation>模型用哪些学成的风格来写这个故事</translation>
    </message>
    <message>
      <source>{0} %</source>
      <translation>{0}%</translation>
    </message>
    <message>
      <source>{0} – for the model {1}</source>
      <translation>{0}（属于模型 {1}）</translation>
    </message>
    <message>
      <source>“{0}” belongs to another model or version, {1}, and is left out.</source>
      <translation>“{0}”属于另一个模型或版本 {1}，不会使用。</translation>
    </message>
  </context>
  <context>
    <name>StyleUsers</name>
    <message numerus="yes">
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n 个角色</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n conversation(s)</source>
      <translation>
        <numerusform>%n 段对话</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>另外 %n 个</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n story(s)</source>
      <translation>
        <numerusform>%n 个故事</numerusform>
      </translation>
    </message>
    <message>
      <source>Characters: {0}</source>
      <translation>角色：{0}</translation>
    </message>
    <message>
      <source>Conversations: {0}</source>
      <translation>对话：{0}</translation>
    </message>
    <message>
      <source>Stories: {0}</source>
      <translation>故事：{0}</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>SwitchField</name>
    <message>
      <source>Off</source>
      <translation>关</translation>
    </message>
    <message>
      <source>On</source>
      <translation>开</translation>
    </message>
  </context>
  <context>
    <name>TabStrip</name>
    <message>
      <source>Open items</source>
      <translation>打开的条目</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>TagsField</name>
    <message>
      <source>Add a tag</source>
      <translation>添加标签</translation>
    </message>
    <message>
      <source>Remove the tag “{0}”</source>
      <translation>移除标签“{0}”</translation>
    </message>
  </context>
  <context>
    <name>TextDialog</name>
    <message>
      <source> px</source>
      <translation> 像素</translation>
    </message>
    <message>
      <source>All of the text</source>
      <translation>全部文字</translation>
    </message>
    <message>
      <source>As the language of the text</source>
      <translation>按文字的语言</translation>
    </message>
    <message>
      <source>As typed</source>
      <translation>照键入原样</translation>
    </message>
    <message>
      <source>Bold, italic and the like above the text</source>
      <translation>正文上方的粗体、斜体等按钮</translation>
    </message>
    <message>
      <source>Bright in focus mode</source>
      <translation>专注模式中突出</translation>
    </message>
    <message>
      <source>Check spelling</source>
      <translation>检查拼写</translation>
    </message>
    <message>
      <source>First lines indented</source>
      <translation>首行缩进</translation>
    </message>
    <message>
      <source>Line width</source>
      <translation>行宽</translation>
    </message>
    <message>
      <source>Of the writer’s text, in pixels</source>
      <translation>正文的字号，以像素计</translation>
    </message>
    <message>
      <source>Paragraphs</source>
      <translation>段落</translation>
    </message>
    <message>
      <source>Quotes and dashes</source>
      <translation>引号与破折号</translation>
    </message>
    <message>
      <source>Room between</source>
      <translation>段间留白</translation>
    </message>
    <message>
      <source>Sans serif</source>
      <translation>无衬线</translation>
    </message>
    <message>
      <source>Serif</source>
      <translation>衬线</translation>
    </message>
    <message>
      <source>Show the format bar</source>
      <translation>显示格式栏</translation>
    </message>
    <message>
      <source>Show who wrote what</source>
      <translation>显示文字来源</translation>
    </message>
    <message>
      <source>Text and page</source>
      <translation>正文与版面</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>字号</translation>
    </message>
    <message>
      <source>The line that is written stays in the middle</source>
      <translation>正在写的那一行保持在中间</translation>
    </message>
    <message>
      <source>The paragraph</source>
      <translation>当前段落</translation>
    </message>
    <message>
      <source>The sentence</source>
      <translation>当前句子</translation>
    </message>
    <message>
      <source>Tints what the model wrote</source>
      <translation>给模型写的文字加底色</translation>
    </message>
    <message>
      <source>Typeface</source>
      <translation>字形</translation>
    </message>
    <message>
      <source>Typewriter scrolling</source>
      <translation>打字机滚动</translation>
    </message>
    <message>
      <source>Underlines words that the dictionary does not know</source>
      <translation>在词典里没有的词下画线</translation>
    </message>
    <message>
      <source>{0} characters</source>
      <translation>{0} 个字符</translation>
    </message>
  </context>
  <context>
    <name>TimeLeft</name>
    <message numerus="yes">
      <source>%n hour(s) left</source>
      <translation>
        <numerusform>还剩 %n 小时</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) left</source>
      <translation>
        <numerusform>还剩 %n 分钟</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n second(s) left</source>
      <translation>
        <numerusform>还剩 %n 秒</numerusform>
      </translation>
    </message>
    <message>
      <source>a few seconds left</source>
      <translation>还剩几秒</translation>
    </message>
  </context>
  <context>
    <name>TreeCommands</name>
    <message>
      <source>Choose a work…</source>
      <translation>选择作品…</translation>
    </message>
    <message>
      <source>Close the tab</source>
      <translation>关闭标签页</translation>
    </message>
    <message>
      <source>Duplicate the items</source>
      <translation>复制条目</translation>
    </message>
    <message>
      <source>Edit the statuses…</source>
      <translation>编辑状态…</translation>
    </message>
    <message>
      <source>Join the selected items</source>
      <translation>合并选中的条目</translation>
    </message>
    <message>
      <source>Manuscript</source>
      <translation>书稿</translation>
    </message>
    <message>
      <source>Next tab</source>
      <translation>下一个标签页</translation>
    </message>
    <message>
      <source>Outline or text</source>
      <translation>大纲或正文</translation>
    </message>
    <message>
      <source>Previous tab</source>
      <translation>上一个标签页</translation>
    </message>
    <message>
      <source>Split at the cursor</source>
      <translation>在光标处拆分</translation>
    </message>
    <message>
      <source>Split here</source>
      <translation>在此处拆分</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>TreeMenu</name>
    <message>
      <source>Delete for ever…</source>
      <translation>永久删除…</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <translation>复制一份</translation>
    </message>
    <message>
      <source>Edit the list…</source>
      <translation>编辑列表…</translation>
    </message>
    <message>
      <source>Empty trash…</source>
      <translation>清空回收站…</translation>
    </message>
    <message>
      <source>Include in export</source>
      <translation>包含在导出中</translation>
    </message>
    <message>
      <source>Join into one</source>
      <translation>合并为一个</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>下移</translation>
    </message>
    <message>
      <source>Move to trash</source>
      <translation>移到回收站</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>上移</translation>
    </message>
    <message>
      <source>New</source>
      <translation>新建</translation>
    </message>
    <message>
      <source>New chapter</source>
      <translation>新建章节</translation>
    </message>
    <message>
      <source>New character</source>
      <translation>新建人物</translation>
    </message>
    <message>
      <source>New note</source>
      <translation>新建笔记</translation>
    </message>
    <message>
      <source>New part</source>
      <translation>新建分部</translation>
    </message>
    <message>
      <source>New place</source>
      <translation>新建地点</translation>
    </message>
    <message>
      <source>New research</source>
      <translation>新建资料</translation>
    </message>
    <message>
      <source>New scene</source>
      <translation>新建场景</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Open in a tab of its own</source>
      <translation>在单独的标签页中打开</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>恢复</translation>
    </message>
    <message>
      <source>Split at the cursor</source>
      <translation>在光标处拆分</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>状态</translation>
    </message>
  </context>
  <context>
    <name>TreeView</name>
    <message>
      <source>Story tree</source>
      <translation>故事树</translation>
    </message>
    <message>
      <source>chosen</source>
      <translation>已采用</translation>
    </message>
    <message>
      <source>here now</source>
      <translation>现在在此</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>已保留</translation>
    </message>
    <message>
      <source>your words</source>
      <translation>你写的</translation>
    </message>
  </context>
  <context>
    <name>UserError</name>
    <message>
      <source>A banned phrase is empty.</source>
      <translation>有一条禁用短语是空的。</translation>
    </message>
    <message>
      <source>A character called “{name}” was made for it.</source>
      <translation>为它建立了名为“{name}”的角色。</translation>
    </message>
    <message>
      <source>A checksum of the card is wrong, but its text is whole.</source>
      <translation>角色卡的一个校验和不对，但文字是完整的。</translation>
    </message>
    <message>
      <source>A file could not be read or written: {reason}.</source>
      <translation>有文件无法读写：{reason}。</translation>
    </message>
    <message>
      <source>A folder cannot be moved into itself: {folder}.</source>
      <translation>文件夹不能移动到它自己里面：{folder}。</translation>
    </message>
    <message>
      <source>A model cannot be converted into itself: {file}.</source>
      <translation>模型不能转换成它自己：{file}。</translation>
    </message>
    <message>
      <source>A saved state is damaged and was set aside.</source>
      <translation>一个保存的状态已损坏，已被搁置。</translation>
    </message>
    <message>
      <source>A second copy of the card in the file is damaged.</source>
      <translation>文件中角色卡的第二份副本已损坏。</translation>
    </message>
    <message>
      <source>A state belongs to the very model that it was tuned for.</source>
      <translation>状态只属于为之调校的那个模型。</translation>
    </message>
    <message>
      <source>A state of this model takes {size} MB, more than the {budget} MB set aside for states.</source>
      <translation>这个模型的一个状态占 {size} MB，超过了为状态预留的 {budget} MB。</translation>
    </message>
    <message>
      <source>A status needs a name.</source>
      <translation>状态需要一个名称。</translation>
    </message>
    <message>
      <source>A style of this text is missing, damaged or of another model.</source>
      <translation>这段文字所用的风格缺失、损坏或属于另一个模型。</translation>
    </message>
    <message>
      <source>A text was edited since, so this can no longer be undone.</source>
      <translation>文本在此之后有改动，无法再撤销。</translation>
    </message>
    <message>
      <source>A turn must end with an empty line, or with a mark of its own and a line end.</source>
      <translation>每轮必须以空行结束，或以专用标记加换行结束。</translation>
    </message>
    <message>
      <source>Accept its terms on the page of the model, and check the token in the settings.</source>
      <translation>请在模型页面上接受其条款，并检查设置中的令牌。</translation>
    </message>
    <message>
      <source>Accept them on the page of the model, then put your token into the settings.</source>
      <translation>请在模型页面上接受条款，然后在设置中填入你的令牌。</translation>
    </message>
    <message>
      <source>Add more text.</source>
      <translation>请添加更多文字。</translation>
    </message>
    <message>
      <source>Add more text: a few pages at least.</source>
      <translation>请添加更多文字：至少几页。</translation>
    </message>
    <message>
      <source>All is where it was. Details are in the log.</source>
      <translation>一切仍在原处。详情见日志。</translation>
    </message>
    <message>
      <source>An item cannot lie below itself.</source>
      <translation>条目不能放在自身之下。</translation>
    </message>
    <message>
      <source>Another model is being converted or tested.</source>
      <translation>正在转换或测试另一个模型。</translation>
    </message>
    <message>
      <source>At most {most} characters can be looked for.</source>
      <translation>最多只能查找 {most} 个字符。</translation>
    </message>
    <message>
      <source>Cannot allocate memory</source>
      <translation>内存不足</translation>
    </message>
    <message>
      <source>Change what is to be put in. Nothing was replaced.</source>
      <translation>请修改替换内容。尚未作任何替换。</translation>
    </message>
    <message>
      <source>Characters that the encoding does not have became “�”: {count}.</source>
      <translation>编码中没有而变为“�”的字符：{count} 个。</translation>
    </message>
    <message>
      <source>Check that it is there and that you may read it.</source>
      <translation>请确认它存在，并且你有权读取。</translation>
    </message>
    <message>
      <source>Check that its folder exists and that you may write in it, or choose another data folder.</source>
      <translation>请确认该文件夹存在且你有写入权限，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Check that the disk is not full and that you may write there.</source>
      <translation>请确认磁盘未满，并且你有写入权限。</translation>
    </message>
    <message>
      <source>Check that the folder is there and that you may write to it.</source>
      <translation>请检查该文件夹是否存在，以及你是否有写入权限。</translation>
    </message>
    <message>
      <source>Check that you may write there, or choose another folder under Backups.</source>
      <translation>请检查是否有写入权限，或在“备份”中另选文件夹。</translation>
    </message>
    <message>
      <source>Check that you may write to this folder, or choose another data folder.</source>
      <translation>请确认你可以写入该文件夹，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Check the clock of this computer. A network that wants a login, or a filter, may stand in between.</source>
      <translation>请检查本机的时钟。中间可能有需要登录的网络或过滤设备。</translation>
    </message>
    <message>
      <source>Check the connection. Where this host is blocked, a mirror can be set in the settings.</source>
      <translation>请检查网络连接。如果该站点被屏蔽，可以在设置中指定镜像。</translation>
    </message>
    <message>
      <source>Check the disk and the permissions of the file.</source>
      <translation>请检查磁盘和该文件的权限。</translation>
    </message>
    <message>
      <source>Check the disk or the network drive; copy the library to a safe place.</source>
      <translation>请检查磁盘或网络驱动器，并把书库复制到安全的地方。</translation>
    </message>
    <message>
      <source>Check the disk, or choose another folder for backups.</source>
      <translation>请检查磁盘，或另选一个备份文件夹。</translation>
    </message>
    <message>
      <source>Check the name of the file and that you may read it.</source>
      <translation>请检查文件名，以及你是否有读取权限。</translation>
    </message>
    <message>
      <source>Check the name of the file or folder.</source>
      <translation>请检查文件或文件夹的名称。</translation>
    </message>
    <message>
      <source>Check the name: it is OWNER/NAME. For a private one put your token into the settings.</source>
      <translation>请检查名称，格式为“所有者/名称”。如果是私有仓库，请在设置中填入你的令牌。</translation>
    </message>
    <message>
      <source>Check the proxy in the settings, or the variables HTTP_PROXY and HTTPS_PROXY.</source>
      <translation>请检查设置中的代理，或环境变量 HTTP_PROXY 和 HTTPS_PROXY。</translation>
    </message>
    <message>
      <source>Choose SillyTavern's world info (.json), or a character card with a lorebook.</source>
      <translation>请选择 SillyTavern 世界书（.json），或带有设定集的角色卡。</translation>
    </message>
    <message>
      <source>Choose a .pth, .safetensors, .state or .st file.</source>
      <translation>请选择 .pth、.safetensors、.state 或 .st 文件。</translation>
    </message>
    <message>
      <source>Choose a PNG, JPEG, WebP or GIF file.</source>
      <translation>请选择 PNG、JPEG、WebP 或 GIF 文件。</translation>
    </message>
    <message>
      <source>Choose a card of SillyTavern, Chub or another program: .png, .json or .charx.</source>
      <translation>请选择 SillyTavern、Chub 或其他程序的角色卡：.png、.json 或 .charx。</translation>
    </message>
    <message>
      <source>Choose a chat of SillyTavern (.jsonl), or another file.</source>
      <translation>请选择 SillyTavern 的聊天文件（.jsonl），或另选一个文件。</translation>
    </message>
    <message>
      <source>Choose a file or a folder.</source>
      <translation>请选择文件或文件夹。</translation>
    </message>
    <message>
      <source>Choose a file that holds the state alone.</source>
      <translation>请选择只含状态的文件。</translation>
    </message>
    <message>
      <source>Choose a file that is there.</source>
      <translation>请选择一个存在的文件。</translation>
    </message>
    <message>
      <source>Choose a file that “Export…” has written.</source>
      <translation>请选择由“导出…”写出的文件。</translation>
    </message>
    <message>
      <source>Choose a file with some text in it.</source>
      <translation>请选择有文字内容的文件。</translation>
    </message>
    <message>
      <source>Choose a file with text in it.</source>
      <translation>请选择有文字的文件。</translation>
    </message>
    <message>
      <source>Choose a folder elsewhere.</source>
      <translation>请选择别处的文件夹。</translation>
    </message>
    <message>
      <source>Choose a folder on another disk, or free some space.</source>
      <translation>请选择另一块磁盘上的文件夹，或腾出一些空间。</translation>
    </message>
    <message>
      <source>Choose a folder outside of {path}.</source>
      <translation>请选择 {path} 之外的文件夹。</translation>
    </message>
    <message>
      <source>Choose a folder with one work in it.</source>
      <translation>请选择只含一部作品的文件夹。</translation>
    </message>
    <message>
      <source>Choose a folder with texts, or single files.</source>
      <translation>请选择含有文本的文件夹，或单个文件。</translation>
    </message>
    <message>
      <source>Choose a model and wait for it.</source>
      <translation>请选择一个模型并等待它加载。</translation>
    </message>
    <message>
      <source>Choose a model and wait until it is loaded.</source>
      <translation>请选择一个模型，等它加载完成。</translation>
    </message>
    <message>
      <source>Choose a model of a later generation.</source>
      <translation>请选择更新一代的模型。</translation>
    </message>
    <message>
      <source>Choose a name that ends in .png, .json or .charx.</source>
      <translation>请使用以 .png、.json 或 .charx 结尾的文件名。</translation>
    </message>
    <message>
      <source>Choose a name that ends in .pth or .safetensors.</source>
      <translation>请使用以 .pth 或 .safetensors 结尾的名称。</translation>
    </message>
    <message>
      <source>Choose a name that ends in .safetensors.</source>
      <translation>请使用以 .safetensors 结尾的名称。</translation>
    </message>
    <message>
      <source>Choose a smaller picture.</source>
      <translation>请选择小一些的图片。</translation>
    </message>
    <message>
      <source>Choose an RWKV model: .safetensors, .pth, .gguf, or .bin of rwkv.cpp.</source>
      <translation>请选择 RWKV 模型：.safetensors、.pth、.gguf，或 rwkv.cpp 的 .bin。</translation>
    </message>
    <message>
      <source>Choose an RWKV-7 model.</source>
      <translation>请选择 RWKV-7 模型。</translation>
    </message>
    <message>
      <source>Choose an empty folder, or one that is not there yet.</source>
      <translation>请选择一个空文件夹，或者还不存在的文件夹。</translation>
    </message>
    <message>
      <source>Choose another file, or another name for it.</source>
      <translation>请选择另一个文件，或换一个名称。</translation>
    </message>
    <message>
      <source>Choose another file.</source>
      <translation>请选择其他文件。</translation>
    </message>
    <message>
      <source>Choose another folder or name.</source>
      <translation>请选择其他文件夹或名称。</translation>
    </message>
    <message>
      <source>Choose another folder, or free some disk space.</source>
      <translation>请选择另一个文件夹，或释放一些磁盘空间。</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <translation>请选择其他文件夹。</translation>
    </message>
    <message>
      <source>Choose another model, for instance one named rwkv7-g1.</source>
      <translation>请选择其他模型，例如名为 rwkv7-g1 的模型。</translation>
    </message>
    <message>
      <source>Choose another models folder.</source>
      <translation>请选择另一个模型文件夹。</translation>
    </message>
    <message>
      <source>Choose another name for the result.</source>
      <translation>请为结果另选一个名称。</translation>
    </message>
    <message>
      <source>Choose another name, or use --force to replace it.</source>
      <translation>请另选一个名称，或用 --force 替换它。</translation>
    </message>
    <message>
      <source>Choose another one from the list.</source>
      <translation>请从列表中另选一个。</translation>
    </message>
    <message>
      <source>Choose another one.</source>
      <translation>请另选一个。</translation>
    </message>
    <message>
      <source>Choose another picture.</source>
      <translation>请选择另一张图片。</translation>
    </message>
    <message>
      <source>Choose another place for it.</source>
      <translation>请为它另选一个位置。</translation>
    </message>
    <message>
      <source>Choose another style, or none.</source>
      <translation>请选择其他风格，或不用风格。</translation>
    </message>
    <message>
      <source>Choose another.</source>
      <translation>请选择其他编码。</translation>
    </message>
    <message>
      <source>Choose one of: {known}.</source>
      <translation>请选择其一：{known}。</translation>
    </message>
    <message>
      <source>Choose other items, or write something first.</source>
      <translation>请选择其他条目，或先写一些内容。</translation>
    </message>
    <message>
      <source>Choose stories that you have written in.</source>
      <translation>请选择你写过文字的故事。</translation>
    </message>
    <message>
      <source>Close other programs, then try again. The model is as it was.</source>
      <translation>请关闭其他程序后重试。模型没有变化。</translation>
    </message>
    <message>
      <source>Close other programs, then try again. Your stories and styles are as they were.</source>
      <translation>请关闭其他程序后重试。你的故事和风格没有变化。</translation>
    </message>
    <message>
      <source>Codes of the other program were left out: {count}.</source>
      <translation>省略的其他程序代码：{count} 处。</translation>
    </message>
    <message>
      <source>Comments of editors were left out: {count}.</source>
      <translation>省略的批注：{count} 条。</translation>
    </message>
    <message>
      <source>Comments were kept among the notes of their items: {count}.</source>
      <translation>保留在条目备注中的注释：{count} 条。</translation>
    </message>
    <message>
      <source>Connect its disk and start again, or name another folder with --data-dir.</source>
      <translation>请连接它所在的磁盘后重新启动，或用 --data-dir 指明另一个文件夹。</translation>
    </message>
    <message>
      <source>Convert the model again with a current rwkv.cpp.</source>
      <translation>请用最新的 rwkv.cpp 重新转换模型。</translation>
    </message>
    <message>
      <source>Copies made by earlier updates may lie beside it, named like {copies}: move the damaged file away and give a copy its name, or restore a backup of your own.</source>
      <translation>它旁边可能有以前升级时留下的副本，名字类似 {copies}：把损坏的文件移开，把副本改成它的名字，或恢复你自己的备份。</translation>
    </message>
    <message>
      <source>Copy {source} there yourself.</source>
      <translation>请自行把 {source} 复制过去。</translation>
    </message>
    <message>
      <source>Correct it, or ask for text without one.</source>
      <translation>请改正它，或者不要求格式。</translation>
    </message>
    <message>
      <source>Delete or rename that one first.</source>
      <translation>请先删除或重命名它。</translation>
    </message>
    <message>
      <source>Delete the file registered.json in the models folder, then add those models again.</source>
      <translation>请删除模型文件夹中的 registered.json，然后重新添加那些模型。</translation>
    </message>
    <message>
      <source>Deletions that were only proposed were carried out: {count}.</source>
      <translation>按修订建议执行的删除：{count} 处。</translation>
    </message>
    <message>
      <source>Details are in the log. What was downloaded is kept; try again.</source>
      <translation>详情见日志。已下载的部分已保留，请重试。</translation>
    </message>
    <message>
      <source>Details are in {path}. If it happens again, please restart.</source>
      <translation>详情见 {path}。如果再次发生，请重新启动。</translation>
    </message>
    <message>
      <source>Device or resource busy</source>
      <translation>设备或资源正忙</translation>
    </message>
    <message>
      <source>Disk quota exceeded</source>
      <translation>超出磁盘配额</translation>
    </message>
    <message>
      <source>Disks formatted as FAT32 hold 4 GB at most; choose a folder on another disk.</source>
      <translation>FAT32 格式的磁盘上单个文件最大 4 GB；请选择另一磁盘上的文件夹。</translation>
    </message>
    <message>
      <source>Do not trust this file. Get the model from its author, best as .safetensors.</source>
      <translation>不要相信这个文件。请从作者处获取模型，最好是 .safetensors 格式。</translation>
    </message>
    <message>
      <source>Download it again from the link of the file itself.</source>
      <translation>请从文件本身的链接重新下载。</translation>
    </message>
    <message>
      <source>Download it again; if that does not help, use another mirror or none.</source>
      <translation>请重新下载；如果没有用，请换一个镜像，或不用镜像。</translation>
    </message>
    <message>
      <source>Download or copy it again.</source>
      <translation>请重新下载或复制。</translation>
    </message>
    <message>
      <source>Download or copy it anew, or choose another one.</source>
      <translation>请重新下载或复制，或另选一个。</translation>
    </message>
    <message>
      <source>Download or copy the file anew; some programs and websites remove cards from pictures.</source>
      <translation>请重新下载或复制该文件；有些程序和网站会去掉图片中的角色卡。</translation>
    </message>
    <message>
      <source>Download the file itself, for instance with git lfs pull.</source>
      <translation>请下载文件本身，例如用 git lfs pull。</translation>
    </message>
    <message>
      <source>Each line must look like {{"text": "..."}}.</source>
      <translation>每行必须形如 {{"text": "..."}}。</translation>
    </message>
    <message>
      <source>Empty files were passed over: {count}.</source>
      <translation>跳过的空文件：{count} 个。</translation>
    </message>
    <message>
      <source>Entry {number} of the lorebook is damaged: “{field}” holds something else.</source>
      <translation>设定集的第 {number} 个条目已损坏：“{field}”里是别的内容。</translation>
    </message>
    <message>
      <source>File exists</source>
      <translation>文件已存在</translation>
    </message>
    <message>
      <source>File name too long</source>
      <translation>文件名太长</translation>
    </message>
    <message>
      <source>File too large</source>
      <translation>文件太大</translation>
    </message>
    <message>
      <source>Files of this kind have a few MB at most. Choose another one.</source>
      <translation>这类文件最多只有几 MB。请另选一个。</translation>
    </message>
    <message>
      <source>Files that the project names but does not have: {count}.</source>
      <translation>项目中列出但不存在的文件：{count} 个。</translation>
    </message>
    <message>
      <source>Free some disk space, then go on with --resume.</source>
      <translation>请腾出磁盘空间，然后用 --resume 继续。</translation>
    </message>
    <message>
      <source>Free some disk space, then go on with --resume; the checkpoint before is intact.</source>
      <translation>请腾出磁盘空间，然后用 --resume 继续；之前的检查点完好无损。</translation>
    </message>
    <message>
      <source>Free some space or choose another folder. A file that was there before is unchanged.</source>
      <translation>请腾出空间或选择其他文件夹。原有的文件没有改变。</translation>
    </message>
    <message>
      <source>Free some space or move the models folder to another disk, then go on.</source>
      <translation>请腾出一些空间，或把模型文件夹移到另一磁盘，然后继续。</translation>
    </message>
    <message>
      <source>Free some space, or choose another disk.</source>
      <translation>请腾出一些空间，或选择另一个磁盘。</translation>
    </message>
    <message>
      <source>Free some space, or choose another folder under Backups.</source>
      <translation>请腾出一些空间，或在“备份”中另选文件夹。</translation>
    </message>
    <message>
      <source>Free some space, then load the model again.</source>
      <translation>请腾出一些空间，然后重新加载模型。</translation>
    </message>
    <message>
      <source>Free some space; what is on screen will be saved at the next attempt.</source>
      <translation>请腾出一些空间；屏幕上的内容会在下一次尝试时保存。</translation>
    </message>
    <message>
      <source>Give at least 20.</source>
      <translation>请至少给出 20 个。</translation>
    </message>
    <message>
      <source>Go on from the last checkpoint with a lower learning rate.</source>
      <translation>请用较低的学习率从上一个检查点继续。</translation>
    </message>
    <message>
      <source>If it is in use, choose another model first.</source>
      <translation>如果它正在使用，请先换用另一个模型。</translation>
    </message>
    <message>
      <source>If it is one, say in which encoding it is.</source>
      <translation>如果它是文本，请指明其编码。</translation>
    </message>
    <message>
      <source>If this network wants a login, open any page in a browser first; or check the mirror in the settings.</source>
      <translation>如果此网络需要登录，请先在浏览器中打开任意网页；或检查设置中的镜像。</translation>
    </message>
    <message>
      <source>Import it on the page of the lorebook.</source>
      <translation>请在设定集页面导入它。</translation>
    </message>
    <message>
      <source>In a terminal, use: longscroll generate --sample</source>
      <translation>在终端中请使用：longscroll generate --sample</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>读写出错</translation>
    </message>
    <message>
      <source>Install Longscroll again.</source>
      <translation>请重新安装长卷。</translation>
    </message>
    <message>
      <source>Install it with: pip install "longscroll[grammar]"</source>
      <translation>安装方法：pip install "longscroll[grammar]"</translation>
    </message>
    <message>
      <source>Install it with: pip install "longscroll[train]"</source>
      <translation>安装命令：pip install "longscroll[train]"</translation>
    </message>
    <message>
      <source>Install {package}, or choose another runtime.</source>
      <translation>请安装 {package}，或选择其他运行方式。</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>这是一个文件夹</translation>
    </message>
    <message>
      <source>It has to be above {low} and at most {high}.</source>
      <translation>它必须大于 {low}，且不超过 {high}。</translation>
    </message>
    <message>
      <source>It has to be between {low} and {high}.</source>
      <translation>它必须在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
      <source>It imports texts, web pages, e-books, documents and its own works, and world info as JSON.</source>
      <translation>它可以导入文本、网页、电子书、文档和自己的作品，以及 JSON 格式的世界设定。</translation>
    </message>
    <message>
      <source>It is of no use; delete it by hand.</source>
      <translation>它没有用处，请手动删除。</translation>
    </message>
    <message>
      <source>It may be an attack; it was not opened further.</source>
      <translation>这可能是攻击，已停止打开。</translation>
    </message>
    <message>
      <source>It may be damaged, or made to do harm. Choose another one.</source>
      <translation>它可能已损坏，或是恶意制作的。请另选一个。</translation>
    </message>
    <message>
      <source>It may be damaged, or of another kind.</source>
      <translation>它可能已损坏，或属于别的类型。</translation>
    </message>
    <message>
      <source>It may be made to do harm. Choose one with at most 8192 × 8192.</source>
      <translation>它可能是恶意制作的。请选择不超过 8192 × 8192 的图片。</translation>
    </message>
    <message>
      <source>It may have been renamed; look through the files of the repository.</source>
      <translation>它可能已改名；请查看该仓库的文件列表。</translation>
    </message>
    <message>
      <source>It may have been replaced; choose the newest version.</source>
      <translation>它可能已被替换；请选择最新版本。</translation>
    </message>
    <message>
      <source>It says where the data folder is. Name that folder with --data-dir.</source>
      <translation>它记录数据文件夹的位置。请用 --data-dir 指明该文件夹。</translation>
    </message>
    <message>
      <source>It should be the tokenizer.json that was published with the model.</source>
      <translation>它应当是随模型一起发布的 tokenizer.json。</translation>
    </message>
    <message>
      <source>It should hold a .safetensors, .pth, .gguf or .bin file.</source>
      <translation>其中应有一个 .safetensors、.pth、.gguf 或 .bin 文件。</translation>
    </message>
    <message>
      <source>It should look like BlinkDL/rwkv7-g1.</source>
      <translation>应当形如 BlinkDL/rwkv7-g1。</translation>
    </message>
    <message>
      <source>It should look like https://example.org.</source>
      <translation>应当形如 https://example.org。</translation>
    </message>
    <message>
      <source>Items of lists became paragraphs: {count}.</source>
      <translation>变为段落的列表项：{count} 个。</translation>
    </message>
    <message>
      <source>Its fields are {fields}.</source>
      <translation>可用字段：{fields}。</translation>
    </message>
    <message>
      <source>Its file may be damaged; load the model again, or choose another.</source>
      <translation>模型文件可能已损坏；请重新加载，或另选一个模型。</translation>
    </message>
    <message>
      <source>Its tokens are 0 to {last}.</source>
      <translation>它的词元是 0 到 {last}。</translation>
    </message>
    <message>
      <source>Join the parts first, with llama-gguf-split --merge.</source>
      <translation>请先用 llama-gguf-split --merge 合并各部分。</translation>
    </message>
    <message>
      <source>Leave it out.</source>
      <translation>请去掉它。</translation>
    </message>
    <message>
      <source>Line {number} of {path} is no example to learn from.</source>
      <translation>{path} 第 {number} 行不是可供学习的样例。</translation>
    </message>
    <message>
      <source>Line {number} of {path} is not a JSON object with a text field.</source>
      <translation>{path} 第 {number} 行不是带 text 字段的 JSON 对象。</translation>
    </message>
    <message>
      <source>Lines look like {{"text": "..."}}, {{"prompt": "...", "completion": "..."}} or {{"messages": [{{"role": "user", "content": "..."}}]}}.</source>
      <translation>每行应形如 {{"text": "..."}}、{{"prompt": "...", "completion": "..."}} 或 {{"messages": [{{"role": "user", "content": "..."}}]}}。</translation>
    </message>
    <message>
      <source>Lines that are damaged were left out: {count}.</source>
      <translation>略去了损坏的行：{count} 行。</translation>
    </message>
    <message>
      <source>Lines that are no messages were left out: {count}.</source>
      <translation>略去了不是消息的行：{count} 行。</translation>
    </message>
    <message>
      <source>Longscroll brings a list of its own; install Longscroll again if this is that one.</source>
      <translation>长卷自带一份列表；如果这就是那一份，请重新安装长卷。</translation>
    </message>
    <message>
      <source>Longscroll cannot read {files}.</source>
      <translation>长卷无法读取 {files}。</translation>
    </message>
    <message>
      <source>Longscroll is already open on this library, or another program is using it: {path}.</source>
      <translation>长卷已经打开了这个书库，或有别的程序正在使用它：{path}。</translation>
    </message>
    <message>
      <source>Longscroll may not use the network: HF_HUB_OFFLINE is set.</source>
      <translation>长卷不得使用网络：已设置 HF_HUB_OFFLINE。</translation>
    </message>
    <message>
      <source>Longscroll runs RWKV models only.</source>
      <translation>长卷只运行 RWKV 模型。</translation>
    </message>
    <message>
      <source>Longscroll runs models in which both are the same.</source>
      <translation>长卷只能运行两者相同的模型。</translation>
    </message>
    <message>
      <source>Look at the list of downloads.</source>
      <translation>请查看下载列表。</translation>
    </message>
    <message>
      <source>Look at the list of models.</source>
      <translation>请查看模型列表。</translation>
    </message>
    <message>
      <source>Look through the files of {repo} and choose the one you want, or update Longscroll.</source>
      <translation>请查看 {repo} 的文件并选择你要的那一个，或更新长卷。</translation>
    </message>
    <message>
      <source>Look whether the disk is full, then try again.</source>
      <translation>请看看磁盘是否已满，然后再试。</translation>
    </message>
    <message>
      <source>Make it simpler. Nothing was replaced.</source>
      <translation>请简化它。尚未作任何替换。</translation>
    </message>
    <message>
      <source>Make the GGUF again with a current llama.cpp, on an ordinary PC.</source>
      <translation>请在普通电脑上用新版 llama.cpp 重新制作 GGUF。</translation>
    </message>
    <message>
      <source>Mend or delete that file.</source>
      <translation>请修复或删除该文件。</translation>
    </message>
    <message>
      <source>Models are converted to .safetensors only, not to {file}.</source>
      <translation>模型只能转换为 .safetensors，不能转换为 {file}。</translation>
    </message>
    <message>
      <source>Name each once. The samplers are: {known}.</source>
      <translation>每个只写一次。可用的采样器有：{known}。</translation>
    </message>
    <message>
      <source>Name one of them: {names}.</source>
      <translation>请指明其中一个：{names}。</translation>
    </message>
    <message>
      <source>No backup was made: the disk of {path} is full.</source>
      <translation>未能备份：{path} 所在磁盘已满。</translation>
    </message>
    <message>
      <source>No backup was made: {path} cannot be written.</source>
      <translation>未能备份：无法写入 {path}。</translation>
    </message>
    <message>
      <source>No card can be written as “{name}”.</source>
      <translation>无法把角色卡写成“{name}”。</translation>
    </message>
    <message>
      <source>No model is loaded.</source>
      <translation>还没有加载模型。</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>磁盘空间不足</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>这不是文件夹</translation>
    </message>
    <message>
      <source>Notes stand in brackets where they were referred to: {count}.</source>
      <translation>写在引用处括号中的注释：{count} 条。</translation>
    </message>
    <message>
      <source>Nothing can be written in {folder}: {reason}.</source>
      <translation>无法写入 {folder}：{reason}。</translation>
    </message>
    <message>
      <source>Nothing was changed. Mend these in the file, or take them out of it.</source>
      <translation>没有更改任何设置。请在文件中改正这些值，或把它们删去。</translation>
    </message>
    <message>
      <source>Nothing was imported. Mend the file, or choose another one.</source>
      <translation>没有导入任何内容。请修复文件，或另选一个。</translation>
    </message>
    <message>
      <source>Nothing was moved, and all is where it was. Check the disk, or choose another.</source>
      <translation>什么都没有移动，一切都在原处。请检查磁盘，或换一块。</translation>
    </message>
    <message>
      <source>Nothing was moved, and all is where it was. Choose another folder.</source>
      <translation>什么都没有移动，一切都在原处。请选择另一个文件夹。</translation>
    </message>
    <message>
      <source>ONNX Runtime cannot run {name}: {reason}</source>
      <translation>ONNX Runtime 无法运行 {name}：{reason}</translation>
    </message>
    <message>
      <source>One folder would lie in the other.</source>
      <translation>两个文件夹会互相包含。</translation>
    </message>
    <message>
      <source>Only files without protection can be imported.</source>
      <translation>只能导入没有保护的文件。</translation>
    </message>
    <message>
      <source>Open and save it again with PyTorch 1.6 or newer, best as .safetensors.</source>
      <translation>请用 PyTorch 1.6 或更新版本打开并重新保存，最好存为 .safetensors。</translation>
    </message>
    <message>
      <source>Open it in the program that wrote it and save it anew, or use a copy.</source>
      <translation>请用写出它的程序打开并重新保存，或使用备份。</translation>
    </message>
    <message>
      <source>Open it in the program that wrote it and save it anew.</source>
      <translation>请用写出它的程序打开并重新保存。</translation>
    </message>
    <message>
      <source>Open or begin one, then add the file again.</source>
      <translation>请打开或新建一部作品，然后再次添加该文件。</translation>
    </message>
    <message>
      <source>Operation not permitted</source>
      <translation>不允许这样操作</translation>
    </message>
    <message>
      <source>Other files in the card were left out, such as expressions and sounds: {count}.</source>
      <translation>角色卡中的其他文件未导入，例如表情和声音：{count} 个。</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>没有权限</translation>
    </message>
    <message>
      <source>Pictures were left out: {count}.</source>
      <translation>省略的图片：{count} 幅。</translation>
    </message>
    <message>
      <source>Programs that know only V2 leave out nickname and group greetings.</source>
      <translation>只认识 V2 的程序会忽略昵称和群聊开场白。</translation>
    </message>
    <message>
      <source>Put all files of the model into one folder.</source>
      <translation>请把模型的所有文件放在同一个文件夹中。</translation>
    </message>
    <message>
      <source>Put the cursor on a word with the model's colour behind it.</source>
      <translation>请把光标放在带有模型底色的词上。</translation>
    </message>
    <message>
      <source>Put the model back, or start anew without --resume.</source>
      <translation>请把模型放回原处，或不带 --resume 重新开始。</translation>
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model beside it.</source>
      <translation>请把随模型一起发布的 tokenizer.json 放在它旁边。</translation>
    </message>
    <message>
      <source>Put the tokenizer.json that was published with the model into {folder}.</source>
      <translation>请把随模型一起发布的 tokenizer.json 放进 {folder}。</translation>
    </message>
    <message>
      <source>Quantise the model again with a current rwkv.cpp, or use its FP16 version.</source>
      <translation>请用新版 rwkv.cpp 重新量化模型，或使用其 FP16 版本。</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>磁盘是只读的</translation>
    </message>
    <message>
      <source>Remove it, and --resume takes the one before.</source>
      <translation>请删除它，--resume 会改用之前的检查点。</translation>
    </message>
    <message>
      <source>Rename that file, or choose another folder.</source>
      <translation>请重命名那个文件，或选择另一个文件夹。</translation>
    </message>
    <message>
      <source>Rename the file itself, then add it again.</source>
      <translation>请直接重命名该文件，然后重新添加。</translation>
    </message>
    <message>
      <source>Restart Longscroll; if that does not help, install it again.</source>
      <translation>请重新启动 Longscroll；如果仍然不行，请重新安装。</translation>
    </message>
    <message>
      <source>Save it again on an ordinary PC.</source>
      <translation>请在普通电脑上重新保存。</translation>
    </message>
    <message>
      <source>Say a little more, or press Regenerate.</source>
      <translation>再多说一点，或按“重新生成”。</translation>
    </message>
    <message>
      <source>Set aside more in the settings, or the text is read again after each start.</source>
      <translation>请在设置中预留更多空间，否则每次启动后都要重读文字。</translation>
    </message>
    <message>
      <source>Some that exist: {choices}.</source>
      <translation>可用的有：{choices}。</translation>
    </message>
    <message>
      <source>Something went wrong inside Longscroll. Your text is kept.</source>
      <translation>长卷内部出了问题。你的文字没有丢失。</translation>
    </message>
    <message>
      <source>Split it into smaller files.</source>
      <translation>请将它拆成较小的文件。</translation>
    </message>
    <message>
      <source>Start Longscroll without this variable to download models.</source>
      <translation>若要下载模型，请在没有该变量的情况下启动长卷。</translation>
    </message>
    <message>
      <source>Start the run anew without --resume.</source>
      <translation>请不带 --resume 重新开始。</translation>
    </message>
    <message>
      <source>Start without --resume.</source>
      <translation>请不带 --resume 开始。</translation>
    </message>
    <message>
      <source>States cannot be written as {file}.</source>
      <translation>状态不能保存为 {file}。</translation>
    </message>
    <message>
      <source>Such a file has tensors named blocks.0.att.time_state and so on.</source>
      <translation>这类文件中的张量名为 blocks.0.att.time_state 等。</translation>
    </message>
    <message>
      <source>Tables became paragraphs, one for each row: {count}.</source>
      <translation>变为段落（每行一段）的表格：{count} 个。</translation>
    </message>
    <message>
      <source>Take it out of the folder, or put a sound one there and start again.</source>
      <translation>请将它移出文件夹，或换上完好的词典后重新启动。</translation>
    </message>
    <message>
      <source>Text boxes became paragraphs: {count}.</source>
      <translation>变为段落的文本框：{count} 个。</translation>
    </message>
    <message>
      <source>Text in a given form needs the package llguidance, which is not installed.</source>
      <translation>按指定格式写作需要 llguidance 软件包，但它没有安装。</translation>
    </message>
    <message>
      <source>Text, Markdown, Word, OpenDocument, EPUB and web pages can be learnt from.</source>
      <translation>可以学习纯文本、Markdown、Word、OpenDocument、EPUB 和网页文件。</translation>
    </message>
    <message>
      <source>Text, Markdown, Word, OpenDocument, EPUB and web pages can be, as well as folders and novelWriter projects.</source>
      <translation>可以导入文本、Markdown、Word、OpenDocument、EPUB 和网页，以及文件夹和 novelWriter 项目。</translation>
    </message>
    <message>
      <source>The backup {path} came out damaged and was not kept.</source>
      <translation>备份 {path} 已损坏，没有保留。</translation>
    </message>
    <message>
      <source>The banned phrase “{phrase}…” is too long.</source>
      <translation>禁用短语“{phrase}…”太长。</translation>
    </message>
    <message>
      <source>The beginning of a header or of a note must have no space around it.</source>
      <translation>开头部分或备注的起始文字前后不能有空格。</translation>
    </message>
    <message>
      <source>The beginning of a turn must be one line that does not begin with “&gt;”.</source>
      <translation>每轮的起始文字必须是一行，且不能以“&gt;”开头。</translation>
    </message>
    <message>
      <source>The beginning of a turn must end in a mark, such as a colon.</source>
      <translation>每轮的起始文字必须以标点结尾，例如冒号。</translation>
    </message>
    <message>
      <source>The beginning of a turn must have text, and no space around it.</source>
      <translation>每轮的起始文字不能为空，前后不能有空格。</translation>
    </message>
    <message>
      <source>The card in “{name}” is damaged and cannot be read.</source>
      <translation>“{name}”中的角色卡已损坏，无法读取。</translation>
    </message>
    <message>
      <source>The card is of a newer version ({version}) than this program knows; what it understood was imported.</source>
      <translation>角色卡的版本（{version}）比本程序认识的更新；能理解的部分已导入。</translation>
    </message>
    <message>
      <source>The certificate of {host} cannot be trusted: {reason}.</source>
      <translation>{host} 的证书不可信：{reason}。</translation>
    </message>
    <message>
      <source>The checkpoint could not be written to {folder}: {reason}.</source>
      <translation>无法把检查点写到 {folder}：{reason}。</translation>
    </message>
    <message>
      <source>The copy of {file} differs from the file: the disk may be failing.</source>
      <translation>{file} 的副本与原文件不同：磁盘可能有故障。</translation>
    </message>
    <message>
      <source>The copy of {path} is not what it was copied from.</source>
      <translation>{path} 的副本与原文件不一致。</translation>
    </message>
    <message>
      <source>The damaged file is kept as {path}.</source>
      <translation>损坏的文件保留为 {path}。</translation>
    </message>
    <message>
      <source>The data cannot be copied to {path}: {reason}.</source>
      <translation>数据无法复制到 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The data folder {path} is not there.</source>
      <translation>找不到数据文件夹 {path}。</translation>
    </message>
    <message>
      <source>The data is in this folder already.</source>
      <translation>数据已经在这个文件夹中。</translation>
    </message>
    <message>
      <source>The data was not moved because of a fault in Longscroll.</source>
      <translation>由于长卷的内部错误，数据没有移动。</translation>
    </message>
    <message>
      <source>The dictionary {path} cannot be used: {reason}.</source>
      <translation>词典 {path} 无法使用：{reason}。</translation>
    </message>
    <message>
      <source>The disk is full: the library {path} cannot be saved.</source>
      <translation>磁盘已满：书库 {path} 无法保存。</translation>
    </message>
    <message>
      <source>The disk is full: the model could not be prepared in {folder}.</source>
      <translation>磁盘已满：无法在 {folder} 中准备模型。</translation>
    </message>
    <message>
      <source>The disk is full: {file} could not be written.</source>
      <translation>磁盘已满：无法写入 {file}。</translation>
    </message>
    <message>
      <source>The disk is full: {folder}.</source>
      <translation>磁盘已满：{folder}。</translation>
    </message>
    <message>
      <source>The disk of {folder} cannot hold files that large.</source>
      <translation>{folder} 所在的磁盘存不下这么大的文件。</translation>
    </message>
    <message>
      <source>The disk reported an error at the library {path}.</source>
      <translation>磁盘在读写书库 {path} 时报告了错误。</translation>
    </message>
    <message>
      <source>The download failed because of a fault in Longscroll.</source>
      <translation>由于长卷自身的错误，下载失败。</translation>
    </message>
    <message>
      <source>The end of the file is missing; the picture may be incomplete.</source>
      <translation>文件的结尾缺失；图片可能不完整。</translation>
    </message>
    <message>
      <source>The engine met an error it did not expect.</source>
      <translation>引擎遇到了意料之外的错误。</translation>
    </message>
    <message>
      <source>The file holds two different cards; the newer form of it was imported.</source>
      <translation>文件中有两张不同的角色卡；已导入格式较新的一张。</translation>
    </message>
    <message>
      <source>The file is where it was. Try another disk.</source>
      <translation>文件仍在原处。请换一块磁盘试试。</translation>
    </message>
    <message>
      <source>The file {file} cannot be read: {reason}.</source>
      <translation>无法读取文件 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The file {file} does not exist.</source>
      <translation>文件 {file} 不存在。</translation>
    </message>
    <message>
      <source>The file {file} is damaged: {detail}.</source>
      <translation>文件 {file} 已损坏：{detail}。</translation>
    </message>
    <message>
      <source>The file {path} cannot be read: {reason}.</source>
      <translation>无法读取文件 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The folder holds more than {count} texts.</source>
      <translation>该文件夹中的文本超过 {count} 个。</translation>
    </message>
    <message>
      <source>The folder {folder} holds no model file.</source>
      <translation>文件夹 {folder} 中没有模型文件。</translation>
    </message>
    <message>
      <source>The folder {folder} holds several model files.</source>
      <translation>文件夹 {folder} 中有多个模型文件。</translation>
    </message>
    <message>
      <source>The form that was asked for cannot be used: {reason}.</source>
      <translation>所要求的格式无法使用：{reason}。</translation>
    </message>
    <message>
      <source>The former texts are among the versions.</source>
      <translation>以前的文本保存在版本中。</translation>
    </message>
    <message>
      <source>The graphics card could not go on, so the model now runs on the processor: {note}.</source>
      <translation>显卡无法继续工作，模型现改在处理器上运行：{note}。</translation>
    </message>
    <message>
      <source>The kinds are: {known}.</source>
      <translation>可用的种类有：{known}。</translation>
    </message>
    <message>
      <source>The library could not be closed in time, so nothing was moved.</source>
      <translation>书库未能及时关闭，因此什么都没有移动。</translation>
    </message>
    <message>
      <source>The library {path} cannot be opened or written.</source>
      <translation>书库 {path} 无法打开或写入。</translation>
    </message>
    <message>
      <source>The library {path} is damaged, or is not a Longscroll library. It was not changed.</source>
      <translation>书库 {path} 已损坏，或不是长卷的书库。它没有被改动。</translation>
    </message>
    <message>
      <source>The list of models that lie elsewhere cannot be used: {reason}.</source>
      <translation>无法使用存放在别处的模型列表：{reason}。</translation>
    </message>
    <message>
      <source>The list of models “{name}” cannot be used: {reason}.</source>
      <translation>无法使用模型列表“{name}”：{reason}。</translation>
    </message>
    <message>
      <source>The list of models “{name}” is of a later version of Longscroll.</source>
      <translation>模型列表“{name}”属于更新版本的长卷。</translation>
    </message>
    <message>
      <source>The list of self-tests cannot be used: {reason}.</source>
      <translation>无法使用自检列表：{reason}。</translation>
    </message>
    <message>
      <source>The model could not be prepared in {folder}: {reason}.</source>
      <translation>无法在 {folder} 中准备模型：{reason}。</translation>
    </message>
    <message>
      <source>The model file {file} wants to run code ({callable}) and was refused.</source>
      <translation>模型文件 {file} 企图运行代码（{callable}），已被拒绝。</translation>
    </message>
    <message>
      <source>The model file {file} {what}.</source>
      <translation>模型文件 {file} {what}。</translation>
    </message>
    <message>
      <source>The model gave no usable numbers.</source>
      <translation>模型没有给出可用的数值。</translation>
    </message>
    <message>
      <source>The model had nothing to say.</source>
      <translation>模型无话可说。</translation>
    </message>
    <message>
      <source>The model is as it was.</source>
      <translation>模型没有变化。</translation>
    </message>
    <message>
      <source>The model is as it was. Details are in the log.</source>
      <translation>模型没有变化。详情见日志。</translation>
    </message>
    <message>
      <source>The model takes the text to be complete and added nothing.</source>
      <translation>模型认为这段文字已经完整，没有再写。</translation>
    </message>
    <message>
      <source>The model {file} is not whole: its part {part} is missing.</source>
      <translation>模型 {file} 不完整：缺少部分 {part}。</translation>
    </message>
    <message>
      <source>The models are being moved, and downloads wait until that is done.</source>
      <translation>正在移动模型，移动完成前下载会等待。</translation>
    </message>
    <message>
      <source>The name “{name}” came twice in one place; the last one counts.</source>
      <translation>名称“{name}”在同一处出现了两次；以最后一个为准。</translation>
    </message>
    <message>
      <source>The note beside a download cannot be used: {reason}.</source>
      <translation>无法使用下载旁的记录文件：{reason}。</translation>
    </message>
    <message>
      <source>The old folder stays in use. Check that you may write there.</source>
      <translation>继续使用旧文件夹。请检查你是否有权在那里写入。</translation>
    </message>
    <message>
      <source>The other words for this place were not kept.</source>
      <translation>这里的其他候选词没有保留。</translation>
    </message>
    <message>
      <source>The part of the text to judge by must lie between 0 and 1.</source>
      <translation>用于评判的文字比例必须在 0 和 1 之间。</translation>
    </message>
    <message>
      <source>The pattern takes too long.</source>
      <translation>这个表达式耗时过长。</translation>
    </message>
    <message>
      <source>The picture is damaged.</source>
      <translation>图片已损坏。</translation>
    </message>
    <message>
      <source>The picture is not part of a V2 file: write a PNG to keep it.</source>
      <translation>V2 文件不含图片：要保留图片，请写成 PNG。</translation>
    </message>
    <message>
      <source>The picture is too large: {size} MB, and at most {limit} MB are read.</source>
      <translation>图片太大：{size} MB，最多读取 {limit} MB。</translation>
    </message>
    <message>
      <source>The picture is too large: {width} × {height} pixels.</source>
      <translation>图片太大：{width} × {height} 像素。</translation>
    </message>
    <message>
      <source>The picture of the card cannot be used.</source>
      <translation>角色卡的图片无法使用。</translation>
    </message>
    <message>
      <source>The picture of the card lies on the internet; it was not fetched.</source>
      <translation>角色卡的图片在互联网上，没有下载。</translation>
    </message>
    <message>
      <source>The picture “{name}” is damaged, or is no PNG.</source>
      <translation>图片“{name}”已损坏，或不是 PNG。</translation>
    </message>
    <message>
      <source>The picture “{name}” says that it has {width} × {height} pixels.</source>
      <translation>图片“{name}”声称有 {width} × {height} 像素。</translation>
    </message>
    <message>
      <source>The program that learns could not be started: {reason}.</source>
      <translation>无法启动学习程序：{reason}。</translation>
    </message>
    <message>
      <source>The program that learns ended without a style.</source>
      <translation>学习程序结束了，但没有得到风格。</translation>
    </message>
    <message>
      <source>The program that learns gave up: {reason}.</source>
      <translation>学习程序中止了：{reason}。</translation>
    </message>
    <message>
      <source>The program that learns was ended from outside, perhaps for lack of memory.</source>
      <translation>学习程序被系统终止，可能是内存不足。</translation>
    </message>
    <message>
      <source>The program that works on models could not be started: {reason}.</source>
      <translation>无法启动处理模型的程序：{reason}。</translation>
    </message>
    <message>
      <source>The program that works on models gave up: {reason}.</source>
      <translation>处理模型的程序失败了：{reason}。</translation>
    </message>
    <message>
      <source>The program that works on models was ended from outside, perhaps for lack of memory.</source>
      <translation>处理模型的程序被外部终止，可能是内存不足。</translation>
    </message>
    <message>
      <source>The proxy refused the way to {host}: {reason}.</source>
      <translation>代理拒绝连接 {host}：{reason}。</translation>
    </message>
    <message>
      <source>The proxy {proxy} cannot be used: {reason}.</source>
      <translation>无法使用代理 {proxy}：{reason}。</translation>
    </message>
    <message>
      <source>The replacement cannot be understood: {reason}</source>
      <translation>无法理解替换内容：{reason}</translation>
    </message>
    <message>
      <source>The result could not be written to {folder}: {reason}.</source>
      <translation>无法把结果写到 {folder}：{reason}。</translation>
    </message>
    <message>
      <source>The runtime “{runtime}” needs {package}, which is not installed.</source>
      <translation>运行方式“{runtime}”需要 {package}，但它尚未安装。</translation>
    </message>
    <message>
      <source>The sampler “{name}” is in the order twice.</source>
      <translation>采样器“{name}”在顺序中出现了两次。</translation>
    </message>
    <message>
      <source>The samplers are: {known}.</source>
      <translation>可用的采样器有：{known}。</translation>
    </message>
    <message>
      <source>The settings cannot be saved in {path}: {reason}.</source>
      <translation>无法把设置保存到 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The settings file was damaged, so the usual settings are used.</source>
      <translation>设置文件已损坏，现使用默认设置。</translation>
    </message>
    <message>
      <source>The settings in {path} cannot be read: {reason}.</source>
      <translation>无法读取 {path} 中的设置：{reason}。</translation>
    </message>
    <message>
      <source>The state could not be saved as {file}: {reason}.</source>
      <translation>状态无法保存为 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The state file {file} is of no use here: RWKV-4 has no tuned states.</source>
      <translation>状态文件 {file} 在此无法使用：RWKV-4 没有可调校的状态。</translation>
    </message>
    <message>
      <source>The state in {file} is that of another model: it has {found} layers, and the model {expected}.</source>
      <translation>{file} 中的状态属于另一个模型：它有 {found} 层，而当前模型有 {expected} 层。</translation>
    </message>
    <message>
      <source>The state in {file} is that of another model: its layers are of {found} numbers, and the model's of {expected}.</source>
      <translation>{file} 中的状态属于另一个模型：它每层有 {found} 个数，而当前模型每层有 {expected} 个。</translation>
    </message>
    <message>
      <source>The style could not be written to {path}: {reason}.</source>
      <translation>风格无法写入 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The style “{style}” was made with another model: {model}.</source>
      <translation>文风“{style}”是用另一个模型学成的：{model}。</translation>
    </message>
    <message>
      <source>The text is safe; the model will read it again.</source>
      <translation>文字是安全的；模型会重读一遍。</translation>
    </message>
    <message>
      <source>The text to learn from cannot be written to {path}: {reason}.</source>
      <translation>无法把要学习的文字写到 {path}：{reason}。</translation>
    </message>
    <message>
      <source>The tokenizer {file} cannot be used: {reason}.</source>
      <translation>分词器 {file} 无法使用：{reason}。</translation>
    </message>
    <message>
      <source>The tokenizer {file} has {tokens} tokens, but the model knows only {ids}.</source>
      <translation>分词器 {file} 有 {tokens} 个词元，而模型只认识 {ids} 个。</translation>
    </message>
    <message>
      <source>The training diverged at step {step}.</source>
      <translation>学习在第 {step} 步失控了。</translation>
    </message>
    <message>
      <source>The turns of the user, the character and the narrator must begin differently.</source>
      <translation>用户、角色和旁白的轮次必须有不同的开头。</translation>
    </message>
    <message>
      <source>The usual settings are used. Check that you may read this file.</source>
      <translation>现使用默认设置。请确认你可以读取该文件。</translation>
    </message>
    <message>
      <source>The vocabulary could not be copied to {file}: {reason}.</source>
      <translation>词表无法复制到 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The vocabulary {file} cannot be read: {reason}.</source>
      <translation>无法读取词表 {file}：{reason}。</translation>
    </message>
    <message>
      <source>The vocabulary {file} is damaged at line {line}.</source>
      <translation>词表 {file} 在第 {line} 行损坏。</translation>
    </message>
    <message>
      <source>The wanted version of “{repo}” is not on {host}.</source>
      <translation>{host} 上没有“{repo}”的所需版本。</translation>
    </message>
    <message>
      <source>The whole text has to be read again.</source>
      <translation>需要重新读取整段文本。</translation>
    </message>
    <message>
      <source>There is a status “{name}” already.</source>
      <translation>已有名为“{name}”的状态。</translation>
    </message>
    <message>
      <source>There is no device called “{name}”.</source>
      <translation>没有名为“{name}”的设备。</translation>
    </message>
    <message>
      <source>There is no encoding of the name {encoding}.</source>
      <translation>没有名为 {encoding} 的编码。</translation>
    </message>
    <message>
      <source>There is no model “{name}”.</source>
      <translation>没有名为“{name}”的模型。</translation>
    </message>
    <message>
      <source>There is no runtime called “{name}”.</source>
      <translation>没有名为“{name}”的运行时。</translation>
    </message>
    <message>
      <source>There is no sampler named “{name}”.</source>
      <translation>没有名为“{name}”的采样器。</translation>
    </message>
    <message>
      <source>There is no screen to open a window on.</source>
      <translation>没有可以打开窗口的屏幕。</translation>
    </message>
    <message>
      <source>There is no text to learn from.</source>
      <translation>没有可供学习的文字。</translation>
    </message>
    <message>
      <source>There is no tokenizer for the model {model}, which has {ids} tokens.</source>
      <translation>模型 {model} 有 {ids} 个词元，但没有它的分词器。</translation>
    </message>
    <message>
      <source>There is no work open whose lorebook “{name}” could be added to.</source>
      <translation>没有打开的作品可以把“{name}”加入其设定集。</translation>
    </message>
    <message>
      <source>There is no “{repo}” on {host}, or it is private.</source>
      <translation>{host} 上没有“{repo}”，或者它是私有的。</translation>
    </message>
    <message>
      <source>There is not enough room for {file}: it needs {needed} MB, and {free} MB are free.</source>
      <translation>{file} 的空间不足：需要 {needed} MB，可用 {free} MB。</translation>
    </message>
    <message>
      <source>There is not enough room in {path}: {needed} MB are needed, {free} MB are free.</source>
      <translation>{path} 空间不足：需要 {needed} MB，可用 {free} MB。</translation>
    </message>
    <message>
      <source>There is nothing to export: no chosen item holds any text.</source>
      <translation>没有可导出的内容：所选条目都没有文字。</translation>
    </message>
    <message>
      <source>There is nothing to import.</source>
      <translation>没有可导入的内容。</translation>
    </message>
    <message>
      <source>There is too little space in {folder}: {needed} GB are needed, {free} GB are free.</source>
      <translation>{folder} 空间不足：需要 {needed} GB，可用 {free} GB。</translation>
    </message>
    <message>
      <source>There is too little text to hold a part of it out.</source>
      <translation>文字太少，无法留出一部分。</translation>
    </message>
    <message>
      <source>There is too little text: {tokens} tokens to learn from and {heldout} to judge by.</source>
      <translation>文字太少：可供学习的有 {tokens} 个词元，可供评判的有 {heldout} 个。</translation>
    </message>
    <message>
      <source>There must be no other text between the beginning of a turn and its words.</source>
      <translation>每轮的起始文字与话语之间不能有其他文字。</translation>
    </message>
    <message>
      <source>There was not enough memory.</source>
      <translation>内存不足。</translation>
    </message>
    <message>
      <source>They are marked as wrong until this file is text in UTF-8 again.</source>
      <translation>在此文件恢复为 UTF-8 文本之前，这些词会被标为错误。</translation>
    </message>
    <message>
      <source>This branch is no longer in the library.</source>
      <translation>这个分支已不在书库中。</translation>
    </message>
    <message>
      <source>This character is no longer in the library.</source>
      <translation>这个角色已不在书库中。</translation>
    </message>
    <message>
      <source>This chat is no longer in the library.</source>
      <translation>这个聊天已不在书库中。</translation>
    </message>
    <message>
      <source>This document is no longer in the library.</source>
      <translation>这个文档已不在书库中。</translation>
    </message>
    <message>
      <source>This entry is no longer in the lorebook.</source>
      <translation>这个条目已不在设定集里。</translation>
    </message>
    <message>
      <source>This is no picture.</source>
      <translation>这不是图片。</translation>
    </message>
    <message>
      <source>This library was written by a newer Longscroll: {path}. It was not changed.</source>
      <translation>这个书库是由更新版本的长卷写入的：{path}。它没有被改动。</translation>
    </message>
    <message>
      <source>This message belongs to another chat.</source>
      <translation>这条消息属于另一个聊天。</translation>
    </message>
    <message>
      <source>This message is no longer in the chat.</source>
      <translation>这条消息已不在聊天中。</translation>
    </message>
    <message>
      <source>This persona is no longer in the library.</source>
      <translation>这个用户身份已不在书库中。</translation>
    </message>
    <message>
      <source>This status is no longer in the work.</source>
      <translation>该状态已不在此作品中。</translation>
    </message>
    <message>
      <source>This style is no longer in the library.</source>
      <translation>这种风格已不在资料库中。</translation>
    </message>
    <message>
      <source>This version is damaged and cannot be shown.</source>
      <translation>此版本已损坏，无法显示。</translation>
    </message>
    <message>
      <source>This version is no longer there.</source>
      <translation>此版本已不存在。</translation>
    </message>
    <message>
      <source>This word was not written by the model.</source>
      <translation>这个词不是模型写的。</translation>
    </message>
    <message>
      <source>This work is no longer in the library.</source>
      <translation>这部作品已不在书库中。</translation>
    </message>
    <message>
      <source>Token {token} is not in this model's vocabulary.</source>
      <translation>词元 {token} 不在这个模型的词表中。</translation>
    </message>
    <message>
      <source>Too many open files</source>
      <translation>打开的文件太多</translation>
    </message>
    <message>
      <source>Training needs PyTorch, which is not installed.</source>
      <translation>学习需要 PyTorch，但尚未安装。</translation>
    </message>
    <message>
      <source>Training needs UTF-8 text (.txt or .jsonl).</source>
      <translation>学习需要 UTF-8 文本（.txt 或 .jsonl）。</translation>
    </message>
    <message>
      <source>Try again later.</source>
      <translation>请稍后再试。</translation>
    </message>
    <message>
      <source>Try again then.</source>
      <translation>请在完成后重试。</translation>
    </message>
    <message>
      <source>Try again when the model does nothing.</source>
      <translation>请在模型空闲时再试。</translation>
    </message>
    <message>
      <source>Try another model; if none works, reinstall Longscroll.</source>
      <translation>请换一个模型试试；如果都不行，请重新安装长卷。</translation>
    </message>
    <message>
      <source>Turn on “Remember other words” before the model writes.</source>
      <translation>请在模型写作之前打开“记住其他候选词”。</translation>
    </message>
    <message>
      <source>Type another name.</source>
      <translation>请输入其他名称。</translation>
    </message>
    <message>
      <source>Type one.</source>
      <translation>请输入名称。</translation>
    </message>
    <message>
      <source>Undo that first.</source>
      <translation>请先撤销那一步。</translation>
    </message>
    <message>
      <source>Update Longscroll to open it, or choose another data folder.</source>
      <translation>请升级长卷后再打开，或另选一个数据文件夹。</translation>
    </message>
    <message>
      <source>Update Longscroll to open it.</source>
      <translation>请更新长卷后再打开。</translation>
    </message>
    <message>
      <source>Update Longscroll, or take the list that comes with it.</source>
      <translation>请更新长卷，或使用它自带的列表。</translation>
    </message>
    <message>
      <source>Use a bfloat16 or float32 version of the model.</source>
      <translation>请使用模型的 bfloat16 或 float32 版本。</translation>
    </message>
    <message>
      <source>Use a float16, bfloat16 or float32 version of the model.</source>
      <translation>请使用该模型的 float16、bfloat16 或 float32 版本。</translation>
    </message>
    <message>
      <source>Use a pure RWKV-6 or RWKV-7 model.</source>
      <translation>请使用纯 RWKV-6 或 RWKV-7 模型。</translation>
    </message>
    <message>
      <source>Use an F16, Q8_0, Q4_K or Q4_0 version of the model.</source>
      <translation>请使用模型的 F16、Q8_0、Q4_K 或 Q4_0 版本。</translation>
    </message>
    <message>
      <source>Use an unchanged RWKV model.</source>
      <translation>请使用未经改动的 RWKV 模型。</translation>
    </message>
    <message>
      <source>Use an unchanged copy of the model.</source>
      <translation>请使用未经改动的模型。</translation>
    </message>
    <message>
      <source>Use one of http:// or https://.</source>
      <translation>请使用 http:// 或 https:// 代理。</translation>
    </message>
    <message>
      <source>Use the file as its author published it.</source>
      <translation>请使用作者发布的原始文件。</translation>
    </message>
    <message>
      <source>Use the model it was made with, or teach it to this one.</source>
      <translation>请换用当时的模型，或者让现在的模型重新学习。</translation>
    </message>
    <message>
      <source>Use the window that is open, or close the other program and try again.</source>
      <translation>请使用已经打开的窗口，或关闭另一个程序后再试。</translation>
    </message>
    <message>
      <source>Wait until that is done, or cancel it.</source>
      <translation>请等它完成，或将其取消。</translation>
    </message>
    <message>
      <source>Wait until that one is done, or end it there.</source>
      <translation>请等待其完成，或在那里将其停止。</translation>
    </message>
    <message>
      <source>What answered for {host} is not a model hub but a web page.</source>
      <translation>{host} 返回的不是模型站，而是一个网页。</translation>
    </message>
    <message>
      <source>What the model had read of this text is gone.</source>
      <translation>模型此前读过的这段文本的状态已不在了。</translation>
    </message>
    <message>
      <source>What this belongs to was removed since, so it cannot be brought back alone.</source>
      <translation>它所属的内容后来已被移除，因此无法单独恢复。</translation>
    </message>
    <message>
      <source>Where the data folder is cannot be noted in {path}: {reason}.</source>
      <translation>无法在 {path} 中记下数据文件夹的位置：{reason}。</translation>
    </message>
    <message>
      <source>Write a few words more, or press Retry.</source>
      <translation>请再写几个字，或按“重写”。</translation>
    </message>
    <message>
      <source>Your export presets in {file} cannot be read.</source>
      <translation>无法读取 {file} 中的导出预设。</translation>
    </message>
    <message>
      <source>Your own words cannot be saved in {path}: {reason}.</source>
      <translation>你的词语无法保存到 {path}：{reason}。</translation>
    </message>
    <message>
      <source>Your own words in {path} cannot be read: {reason}.</source>
      <translation>无法读取 {path} 中你的词语：{reason}。</translation>
    </message>
    <message>
      <source>Your stories and styles are as they were. Details are in the log.</source>
      <translation>你的故事和风格没有变化。详情见日志。</translation>
    </message>
    <message>
      <source>Your stories and styles are as they were. Mend this, then teach the style again.</source>
      <translation>你的故事和风格没有变化。解决这个问题后，请重新学习。</translation>
    </message>
    <message>
      <source>Your stories and styles are as they were. Try again with more text.</source>
      <translation>你的故事和风格没有变化。请用更多文字再试一次。</translation>
    </message>
    <message>
      <source>Your text is safe. It may be slower until the model is loaded again.</source>
      <translation>你的文字安然无恙。重新载入模型之前，速度可能较慢。</translation>
    </message>
    <message>
      <source>Your text is safe. Try again; if it happens again, load the model again.</source>
      <translation>你的文字是安全的。请再试一次；如果再次发生，请重新加载模型。</translation>
    </message>
    <message>
      <source>a key in its directory is of the unknown kind {kind}</source>
      <translation>目录中有一个键属于未知类型 {kind}</translation>
    </message>
    <message>
      <source>a name in its directory is not text</source>
      <translation>目录中有一个名称不是文本</translation>
    </message>
    <message>
      <source>a name in its table is not text</source>
      <translation>张量表中有一个名称不是文本</translation>
    </message>
    <message>
      <source>a name is in it twice</source>
      <translation>其中有一个名称出现了两次</translation>
    </message>
    <message>
      <source>a tensor has an impossible shape</source>
      <translation>有一个张量的形状不可能存在</translation>
    </message>
    <message>
      <source>a text in its directory claims {size} bytes</source>
      <translation>目录中有一段文本自称有 {size} 字节</translation>
    </message>
    <message>
      <source>attends with {count} channels ({tensor}), its embedding has {width}</source>
      <translation>的注意力有 {count} 个通道（{tensor}），而词嵌入有 {width} 个</translation>
    </message>
    <message>
      <source>half of matrix {tensor} is missing</source>
      <translation>矩阵 {tensor} 缺了一半</translation>
    </message>
    <message>
      <source>has the byte order of another kind of computer</source>
      <translation>的字节序属于另一类计算机</translation>
    </message>
    <message>
      <source>has the unknown GGUF version {version}</source>
      <translation>的 GGUF 版本 {version} 未知</translation>
    </message>
    <message>
      <source>has the unknown rwkv.cpp version {version}</source>
      <translation>的 rwkv.cpp 版本 {version} 未知</translation>
    </message>
    <message>
      <source>holds no RWKV model</source>
      <translation>中没有 RWKV 模型</translation>
    </message>
    <message>
      <source>holds numbers in tensor {tensor} that are too large for float16</source>
      <translation>的张量 {tensor} 中有 float16 容纳不下的数</translation>
    </message>
    <message>
      <source>holds tensor {tensor} in the number format {kind}, which cannot be read</source>
      <translation>的张量 {tensor} 采用无法读取的数值格式 {kind}</translation>
    </message>
    <message>
      <source>holds weights in the number format {kind}, which cannot be read</source>
      <translation>的权重采用无法读取的数值格式 {kind}</translation>
    </message>
    <message>
      <source>holds {count} tensors that {kind} does not have ({names})</source>
      <translation>中有 {count} 个 {kind} 所没有的张量（{names}）</translation>
    </message>
    <message>
      <source>is a GGUF of another kind of model ({kind})</source>
      <translation>是另一类模型（{kind}）的 GGUF</translation>
    </message>
    <message>
      <source>is a bare pickle of an old PyTorch, which is unsafe</source>
      <translation>是旧版 PyTorch 的裸 pickle，不安全</translation>
    </message>
    <message>
      <source>is a mixture of RWKV and Qwen ({kind}), which Longscroll does not run</source>
      <translation>是 RWKV 与 Qwen 的混合模型（{kind}），长卷无法运行</translation>
    </message>
    <message>
      <source>is a web page that was saved in place of the model</source>
      <translation>其实是误存为模型的网页</translation>
    </message>
    <message>
      <source>is one part of a model that was split</source>
      <translation>只是被拆分的模型的一部分</translation>
    </message>
    <message>
      <source>is only a pointer to the real file (Git LFS)</source>
      <translation>只是指向真正文件的指针（Git LFS）</translation>
    </message>
    <message>
      <source>it builds something other than tensors</source>
      <translation>它构建的不是张量</translation>
    </message>
    <message>
      <source>it claims to have {count} parts</source>
      <translation>它自称有 {count} 个部分</translation>
    </message>
    <message>
      <source>it claims to have {tensors} tensors and {keys} keys</source>
      <translation>它自称有 {tensors} 个张量和 {keys} 个键</translation>
    </message>
    <message>
      <source>it does not hold a table of tensors</source>
      <translation>其中没有张量表</translation>
    </message>
    <message>
      <source>it ends before its last tensor</source>
      <translation>最后一个张量还没结束，文件就没有了</translation>
    </message>
    <message>
      <source>it ends before the end of tensor {tensor}</source>
      <translation>张量 {tensor} 还没结束，文件就没有了</translation>
    </message>
    <message>
      <source>it ends inside its directory</source>
      <translation>目录还没结束，文件就没有了</translation>
    </message>
    <message>
      <source>it ends inside its header</source>
      <translation>文件头还没结束，文件就没有了</translation>
    </message>
    <message>
      <source>it holds an impossibly large number</source>
      <translation>其中有一个大得不可能的数</translation>
    </message>
    <message>
      <source>it is empty</source>
      <translation>文件是空的</translation>
    </message>
    <message>
      <source>it is shorter than a header</source>
      <translation>它比文件头还短</translation>
    </message>
    <message>
      <source>it names a tensor by something other than text</source>
      <translation>有一个张量的名称不是文本</translation>
    </message>
    <message>
      <source>it names the unknown number format {kind}</source>
      <translation>其中的数值格式 {kind} 未知</translation>
    </message>
    <message>
      <source>it refers to data that are no tensor</source>
      <translation>它引用了不是张量的数据</translation>
    </message>
    <message>
      <source>its directory cannot be read; it may end early</source>
      <translation>目录无法读取，文件可能不完整</translation>
    </message>
    <message>
      <source>its header claims {size} bytes</source>
      <translation>文件头自称有 {size} 字节</translation>
    </message>
    <message>
      <source>its header is not a table</source>
      <translation>文件头不是一个表</translation>
    </message>
    <message>
      <source>its header is not valid JSON</source>
      <translation>文件头不是有效的 JSON</translation>
    </message>
    <message>
      <source>its index does not say which file holds which tensor</source>
      <translation>索引没有说明哪个张量在哪个文件中</translation>
    </message>
    <message>
      <source>its index is not valid JSON</source>
      <translation>索引不是有效的 JSON</translation>
    </message>
    <message>
      <source>its index is {size} bytes long</source>
      <translation>索引长达 {size} 字节</translation>
    </message>
    <message>
      <source>its index names the impossible file {name}</source>
      <translation>索引中的文件名 {name} 不可能存在</translation>
    </message>
    <message>
      <source>its index names {count} files</source>
      <translation>索引列出了 {count} 个文件</translation>
    </message>
    <message>
      <source>its metadata are not text</source>
      <translation>元数据不是文本</translation>
    </message>
    <message>
      <source>its part {name} does not match its checksum</source>
      <translation>其中的 {name} 与校验和不符</translation>
    </message>
    <message>
      <source>its part {name} has the wrong size</source>
      <translation>其中的 {name} 大小不对</translation>
    </message>
    <message>
      <source>its part {name} is impossibly large</source>
      <translation>其中的 {name} 大得不可能</translation>
    </message>
    <message>
      <source>its part {name} is missing</source>
      <translation>其中缺少 {name}</translation>
    </message>
    <message>
      <source>its part {name} lies outside the file</source>
      <translation>其中的 {name} 位于文件之外</translation>
    </message>
    <message>
      <source>its table of quantised matrices is no table</source>
      <translation>量化矩阵表不是一个表</translation>
    </message>
    <message>
      <source>its table of quantised matrices is not valid JSON</source>
      <translation>量化矩阵表不是有效的 JSON</translation>
    </message>
    <message>
      <source>its table of tensors ends early</source>
      <translation>张量表不完整</translation>
    </message>
    <message>
      <source>its table of tensors is jumbled</source>
      <translation>张量表混乱</translation>
    </message>
    <message>
      <source>its table of tensors is of an unknown version</source>
      <translation>张量表的版本未知</translation>
    </message>
    <message>
      <source>its table of tensors is too long</source>
      <translation>张量表过长</translation>
    </message>
    <message>
      <source>its table uses the instruction {word}, which tensors never need</source>
      <translation>张量表使用了指令 {word}，而张量从不需要它</translation>
    </message>
    <message>
      <source>its weights are aligned to {size} bytes</source>
      <translation>权重按 {size} 字节对齐</translation>
    </message>
    <message>
      <source>matrix {tensor} is of the unknown kind {kind}</source>
      <translation>矩阵 {tensor} 属于未知类型 {kind}</translation>
    </message>
    <message>
      <source>some of its layers are missing</source>
      <translation>缺少一些层</translation>
    </message>
    <message>
      <source>tensor {tensor} has an impossible shape</source>
      <translation>张量 {tensor} 的形状不可能存在</translation>
    </message>
    <message>
      <source>tensor {tensor} has the unknown number format {kind}</source>
      <translation>张量 {tensor} 的数值格式 {kind} 未知</translation>
    </message>
    <message>
      <source>tensor {tensor} has the wrong shape {shape}</source>
      <translation>张量 {tensor} 的形状 {shape} 不对</translation>
    </message>
    <message>
      <source>tensor {tensor} has {count} dimensions</source>
      <translation>张量 {tensor} 有 {count} 个维度</translation>
    </message>
    <message>
      <source>tensor {tensor} holds numbers that are not finite</source>
      <translation>张量 {tensor} 中有不是有限值的数</translation>
    </message>
    <message>
      <source>tensor {tensor} is for {count} heads of {size}, the embedding has {width} channels</source>
      <translation>张量 {tensor} 对应 {count} 个大小为 {size} 的头，而词嵌入有 {width} 个通道</translation>
    </message>
    <message>
      <source>tensor {tensor} is for {count} heads, the embedding has {width} channels</source>
      <translation>张量 {tensor} 对应 {count} 个头，而词嵌入有 {width} 个通道</translation>
    </message>
    <message>
      <source>tensor {tensor} is in it twice</source>
      <translation>张量 {tensor} 出现了两次</translation>
    </message>
    <message>
      <source>tensor {tensor} is missing</source>
      <translation>缺少张量 {tensor}</translation>
    </message>
    <message>
      <source>tensor {tensor} is not in its part {name}</source>
      <translation>张量 {tensor} 不在它的分卷 {name} 中</translation>
    </message>
    <message>
      <source>tensor {tensor} is one too many</source>
      <translation>多出了张量 {tensor}</translation>
    </message>
    <message>
      <source>tensor {tensor} leaves a gap before it</source>
      <translation>张量 {tensor} 之前有空隙</translation>
    </message>
    <message>
      <source>tensor {tensor} overlaps another</source>
      <translation>张量 {tensor} 与另一个重叠</translation>
    </message>
    <message>
      <source>tensor {tensor} reaches outside its data</source>
      <translation>张量 {tensor} 超出了它的数据</translation>
    </message>
    <message>
      <source>tensor {tensor} repeats its data</source>
      <translation>张量 {tensor} 重复使用了它的数据</translation>
    </message>
    <message>
      <source>the entry of tensor {tensor} is incomplete</source>
      <translation>张量 {tensor} 的条目不完整</translation>
    </message>
    <message>
      <source>the halves of matrix {tensor} do not fit together</source>
      <translation>矩阵 {tensor} 的两半不相配</translation>
    </message>
    <message>
      <source>the name of a tensor is not text</source>
      <translation>有一个张量的名称不是文本</translation>
    </message>
    <message>
      <source>the size of tensor {tensor} contradicts its shape</source>
      <translation>张量 {tensor} 的大小与形状矛盾</translation>
    </message>
    <message>
      <source>there is no tensor at byte {position}</source>
      <translation>第 {position} 字节处没有张量</translation>
    </message>
    <message>
      <source>wants layer norms with the epsilon {number}, which no RWKV has</source>
      <translation>要求层归一化的 epsilon 为 {number}，而 RWKV 都不是这样</translation>
    </message>
    <message>
      <source>was packed or encrypted again</source>
      <translation>被重新打包或加密过</translation>
    </message>
    <message>
      <source>was quantised ({kind}) by an old rwkv.cpp</source>
      <translation>是由旧版 rwkv.cpp 量化的（{kind}）</translation>
    </message>
    <message>
      <source>{count} bytes follow its last tensor</source>
      <translation>最后一个张量之后还有 {count} 字节</translation>
    </message>
    <message>
      <source>{count} examples are too few to learn from.</source>
      <translation>{count} 个样例太少，无法学习。</translation>
    </message>
    <message>
      <source>{encoding} is no encoding of text.</source>
      <translation>{encoding} 不是文本编码。</translation>
    </message>
    <message>
      <source>{file} arrived damaged: its digest is not the expected one. It was deleted.</source>
      <translation>{file} 下载后已损坏：校验值不符。已将其删除。</translation>
    </message>
    <message>
      <source>{file} cannot be read: {reason}.</source>
      <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
      <source>{file} cannot be written into {folder}: it is read-only.</source>
      <translation>无法将 {file} 写入 {folder}：该文件夹是只读的。</translation>
    </message>
    <message>
      <source>{file} cannot be written: {reason}.</source>
      <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
      <source>{file} could not be read or written: {reason}.</source>
      <translation>无法读写 {file}：{reason}。</translation>
    </message>
    <message>
      <source>{file} could not be written: {reason}.</source>
      <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
      <source>{file} defines XML entities, as attacks do and no writing program does.</source>
      <translation>{file} 定义了 XML 实体：攻击文件才会这样，写作程序不会。</translation>
    </message>
    <message>
      <source>{file} holds no chat that can be read.</source>
      <translation>{file} 中没有可以读取的聊天。</translation>
    </message>
    <message>
      <source>{file} holds no file that can be imported.</source>
      <translation>{file} 中没有可以导入的文件。</translation>
    </message>
    <message>
      <source>{file} holds no text.</source>
      <translation>{file} 中没有文字。</translation>
    </message>
    <message>
      <source>{file} holds no tuned state, which is what a style is made of.</source>
      <translation>{file} 中没有调校过的状态，而风格正是由它构成的。</translation>
    </message>
    <message>
      <source>{file} is an older RWKV; only RWKV-7 models can be taught.</source>
      <translation>{file} 是较早的 RWKV；只有 RWKV-7 模型可以学习文风。</translation>
    </message>
    <message>
      <source>{file} is an {kind} model; Longscroll runs RWKV-4, 5, 6 and 7.</source>
      <translation>{file} 是 {kind} 模型；长卷可运行 RWKV-4、5、6 和 7。</translation>
    </message>
    <message>
      <source>{file} is being downloaded already.</source>
      <translation>{file} 正在下载中。</translation>
    </message>
    <message>
      <source>{file} is being downloaded by another window or program.</source>
      <translation>另一个窗口或程序正在下载 {file}。</translation>
    </message>
    <message>
      <source>{file} is damaged, or is not what its name says.</source>
      <translation>{file} 已损坏，或者与其名称不符。</translation>
    </message>
    <message>
      <source>{file} is empty.</source>
      <translation>{file} 是空文件。</translation>
    </message>
    <message>
      <source>{file} is in the models folder already.</source>
      <translation>模型文件夹中已有 {file}。</translation>
    </message>
    <message>
      <source>{file} is locked by a password or by copy protection.</source>
      <translation>{file} 被密码或版权保护锁定。</translation>
    </message>
    <message>
      <source>{file} is not a model file that Longscroll can read.</source>
      <translation>{file} 不是长卷能读取的模型文件。</translation>
    </message>
    <message>
      <source>{file} is not a style or a state that Longscroll can read.</source>
      <translation>{file} 不是长卷能读取的风格或状态。</translation>
    </message>
    <message>
      <source>{file} is not a text file.</source>
      <translation>{file} 不是文本文件。</translation>
    </message>
    <message>
      <source>{file} is not only a tuned state: it also holds {tensor}.</source>
      <translation>{file} 中不只有调校过的状态，还有 {tensor}。</translation>
    </message>
    <message>
      <source>{file} is not the model that this run began with.</source>
      <translation>{file} 不是这次训练开始时所用的模型。</translation>
    </message>
    <message>
      <source>{file} is not there.</source>
      <translation>{file} 不存在。</translation>
    </message>
    <message>
      <source>{file} is of a kind that cannot be imported.</source>
      <translation>无法导入 {file} 这种类型的文件。</translation>
    </message>
    <message>
      <source>{file} is there already.</source>
      <translation>{file} 已经存在。</translation>
    </message>
    <message>
      <source>{file} is too large to import: {size} MB.</source>
      <translation>{file} 太大，无法导入：{size} MB。</translation>
    </message>
    <message>
      <source>{file} on {host} is not the file that was expected: it has been replaced.</source>
      <translation>{host} 上的 {file} 不是预期的文件：它已被替换。</translation>
    </message>
    <message>
      <source>{file} unpacks to far more than any book holds.</source>
      <translation>{file} 解压后远远超过任何一本书的大小。</translation>
    </message>
    <message>
      <source>{file} was written by a newer Longscroll.</source>
      <translation>{file} 是由更新版本的长卷写出的。</translation>
    </message>
    <message>
      <source>{folder} holds another file called {file}.</source>
      <translation>{folder} 中有另一个名为 {file} 的文件。</translation>
    </message>
    <message>
      <source>{folder} holds no checkpoint.</source>
      <translation>{folder} 中没有检查点。</translation>
    </message>
    <message>
      <source>{host} cannot be reached: {reason}.</source>
      <translation>无法连接 {host}：{reason}。</translation>
    </message>
    <message>
      <source>{host} could not answer: error {status}.</source>
      <translation>{host} 无法应答：错误 {status}。</translation>
    </message>
    <message>
      <source>{host} does not let you have “{repo}”.</source>
      <translation>{host} 不允许你获取“{repo}”。</translation>
    </message>
    <message>
      <source>{name} cannot be deleted: {reason}.</source>
      <translation>无法删除 {name}：{reason}。</translation>
    </message>
    <message>
      <source>{name} cannot be {value}.</source>
      <translation>{name} 不能是 {value}。</translation>
    </message>
    <message>
      <source>{name} lies outside of the models folder and is not renamed from here.</source>
      <translation>{name} 不在模型文件夹中，不能在此重命名。</translation>
    </message>
    <message>
      <source>{path} cannot be deleted: {reason}.</source>
      <translation>无法删除 {path}：{reason}。</translation>
    </message>
    <message>
      <source>{path} cannot be read: {reason}.</source>
      <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
      <source>{path} cannot be written: {reason}.</source>
      <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
      <source>{path} holds no text.</source>
      <translation>{path} 中没有文字。</translation>
    </message>
    <message>
      <source>{path} is missing or damaged.</source>
      <translation>{path} 缺失或已损坏。</translation>
    </message>
    <message>
      <source>{path} is not a text file.</source>
      <translation>{path} 不是文本文件。</translation>
    </message>
    <message>
      <source>{path} is not a whole checkpoint of this program.</source>
      <translation>{path} 不是本程序的完整检查点。</translation>
    </message>
    <message>
      <source>{path} is not empty.</source>
      <translation>{path} 不是空的。</translation>
    </message>
    <message>
      <source>“{address}” is not an address that can be used.</source>
      <translation>“{address}”不是可用的地址。</translation>
    </message>
    <message>
      <source>“{kind}” is not a kind of grammar.</source>
      <translation>“{kind}”不是一种语法。</translation>
    </message>
    <message>
      <source>“{name}” cannot be the name of a file.</source>
      <translation>“{name}”不能用作文件名。</translation>
    </message>
    <message>
      <source>“{name}” cannot be the name of a model.</source>
      <translation>“{name}”不能用作模型名。</translation>
    </message>
    <message>
      <source>“{name}” holds a lorebook without a character.</source>
      <translation>“{name}”中只有设定集，没有角色。</translation>
    </message>
    <message>
      <source>“{name}” holds far more than settings.</source>
      <translation>“{name}”包含的内容远不止设置。</translation>
    </message>
    <message>
      <source>“{name}” holds no character card.</source>
      <translation>“{name}”中没有角色卡。</translation>
    </message>
    <message>
      <source>“{name}” holds no lorebook.</source>
      <translation>“{name}”里没有设定集。</translation>
    </message>
    <message>
      <source>“{name}” holds no settings of Longscroll.</source>
      <translation>“{name}”中没有长卷的设置。</translation>
    </message>
    <message>
      <source>“{name}” holds values that do not fit: {fields}.</source>
      <translation>“{name}”中有不合适的值：{fields}。</translation>
    </message>
    <message>
      <source>“{name}” is nested too deeply to be read.</source>
      <translation>“{name}”嵌套太深，无法读取。</translation>
    </message>
    <message>
      <source>“{name}” is not valid JSON: {reason}.</source>
      <translation>“{name}”不是有效的 JSON：{reason}。</translation>
    </message>
    <message>
      <source>“{name}” is too large: {size} MB.</source>
      <translation>“{name}”太大：{size} MB。</translation>
    </message>
    <message>
      <source>“{repo}” has no file {file} on {host}.</source>
      <translation>{host} 上的“{repo}”没有文件 {file}。</translation>
    </message>
    <message>
      <source>“{repo}” is given only to people who accepted its terms.</source>
      <translation>“{repo}”只提供给接受其条款的人。</translation>
    </message>
    <message>
      <source>“{repo}” is not the name of a repository.</source>
      <translation>“{repo}”不是仓库名。</translation>
    </message>
    <message>
      <source>“{template}” is no heading.</source>
      <translation>“{template}”不能作为标题。</translation>
    </message>
  </context>
  <context>
    <name>VerdictList</name>
    <message>
      <source>The lorebook has no entries.</source>
      <translation>设定集没有条目。</translation>
    </message>
  </context>
  <context>
    <name>VersionsDialog</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n 字</numerusform>
      </translation>
    </message>
    <message>
      <source>A version with a name is kept for ever.</source>
      <translation>命名的版本会永久保留。</translation>
    </message>
    <message>
      <source>Bring all of it back</source>
      <translation>全部恢复</translation>
    </message>
    <message>
      <source>Bring this back</source>
      <translation>恢复此处</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>Delete this version</source>
      <translation>删除此版本</translation>
    </message>
    <message>
      <source>From {0} to the text as it is</source>
      <translation>从“{0}”到当前文本</translation>
    </message>
    <message>
      <source>Keep a version</source>
      <translation>保留版本</translation>
    </message>
    <message>
      <source>Keep the text as it is…</source>
      <translation>保留当前文本…</translation>
    </message>
    <message>
      <source>Name of the version</source>
      <translation>版本名称</translation>
    </message>
    <message>
      <source>Name the version</source>
      <translation>命名版本</translation>
    </message>
    <message>
      <source>Name…</source>
      <translation>命名…</translation>
    </message>
    <message>
      <source>Side by side</source>
      <translation>并排显示</translation>
    </message>
    <message>
      <source>The text is the same as in this version.</source>
      <translation>文本与此版本相同。</translation>
    </message>
    <message>
      <source>There are more changes than can be shown here.</source>
      <translation>改动太多，此处无法全部显示。</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Versions are kept by themselves while you write: one a minute at first, fewer as they grow old.</source>
      <translation>写作时会自动保留版本：起初每分钟一个，越旧越稀疏。</translation>
    </message>
    <message>
      <source>What changed</source>
      <translation>改动内容</translation>
    </message>
  </context>
  <context>
    <name>Welcome</name>
    <message>
      <source>A small English model comes along and writes at once. A larger one writes better, and Chinese too; you can get it at any time.</source>
      <translation>程序自带一个小的英文模型，马上就能写。更大的模型写得更好，也会写中文；你随时可以获取。</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Begin with a sample story</source>
      <translation>从示例故事开始</translation>
    </message>
    <message>
      <source>Bring a sample character to talk with</source>
      <translation>带上一个可以对话的示例角色</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Get a larger model</source>
      <translation>获取更大的模型</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Sepia</source>
      <translation>米黄</translation>
    </message>
    <message>
      <source>Start writing now</source>
      <translation>现在开始写作</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>Welcome to Longscroll</source>
      <translation>欢迎使用长卷</translation>
    </message>
    <message>
      <source>Write long fiction with a model that runs on this computer. Nothing you write leaves it.</source>
      <translation>用在这台电脑上运行的模型写长篇小说。你写的内容不会离开这台电脑。</translation>
    </message>
  </context>
  <context>
    <name>WindowCommands</name>
    <message>
      <source>All characters</source>
      <translation>所有角色</translation>
    </message>
    <message>
      <source>Backups…</source>
      <translation>备份…</translation>
    </message>
    <message>
      <source>Commands…</source>
      <translation>命令…</translation>
    </message>
    <message>
      <source>Continue the story</source>
      <translation>续写故事</translation>
    </message>
    <message>
      <source>Dark theme</source>
      <translation>深色主题</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Go to characters and conversations</source>
      <translation>转到角色与对话</translation>
    </message>
    <message>
      <source>Go to goals and statistics</source>
      <translation>转到目标与统计</translation>
    </message>
    <message>
      <source>Go to the lorebook</source>
      <translation>转到设定集</translation>
    </message>
    <message>
      <source>Go to the models</source>
      <translation>前往模型页</translation>
    </message>
    <message>
      <source>Go to the style page</source>
      <translation>转到文风页</translation>
    </message>
    <message>
      <source>Go to the writing page</source>
      <translation>转到写作页</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Keep a version…</source>
      <translation>保留版本…</translation>
    </message>
    <message>
      <source>Keyboard shortcuts…</source>
      <translation>快捷键…</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>放大文字</translation>
    </message>
    <message>
      <source>Light theme</source>
      <translation>浅色主题</translation>
    </message>
    <message>
      <source>New scene</source>
      <translation>新建场景</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Retry the last continuation</source>
      <translation>重试上次续写</translation>
    </message>
    <message>
      <source>Save now</source>
      <translation>立即保存</translation>
    </message>
    <message>
      <source>Sepia theme</source>
      <translation>护眼主题</translation>
    </message>
    <message>
      <source>Show or hide the list</source>
      <translation>显示或隐藏列表</translation>
    </message>
    <message>
      <source>Show or hide the panel</source>
      <translation>显示或隐藏面板</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>缩小文字</translation>
    </message>
    <message>
      <source>Text and page…</source>
      <translation>正文与版面…</translation>
    </message>
    <message>
      <source>Text size as installed</source>
      <translation>恢复默认字号</translation>
    </message>
    <message>
      <source>Versions…</source>
      <translation>版本…</translation>
    </message>
    <message>
      <source>What the model read…</source>
      <translation>模型读到了什么…</translation>
    </message>
    <message>
      <source>Who you are in conversations…</source>
      <translation>你在对话中的身份…</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>窗口</translation>
    </message>
    <message>
      <source>Writing</source>
      <translation>写作</translation>
    </message>
  </context>
  <context>
    <name>WordRow</name>
    <message>
      <source>{0} %</source>
      <translation>{0} %</translation>
    </message>
  </context>
  <context>
    <name>WordsPopup</name>
    <message>
      <source>What else the model could have written here</source>
      <translation>模型在这里还可能写什么</translation>
    </message>
  </context>
  <context>
    <name>WorkDialog</name>
    <message>
      <source>Author</source>
      <translation>作者</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Not said</source>
      <translation>未指定</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>作品</translation>
    </message>
  </context>
  <context>
    <name>WorkSearchCommands</name>
    <message>
      <source>Find in the work…</source>
      <translation>在作品中查找…</translation>
    </message>
    <message>
      <source>Replace in the work…</source>
      <translation>在作品中替换…</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>Undo the last replacement</source>
      <translation>撤销上次替换</translation>
    </message>
  </context>
  <context>
    <name>WorkSearchDelegate</name>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
    <message>
      <source>notes</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>synopsis</source>
      <translation>梗概</translation>
    </message>
  </context>
  <context>
    <name>WorkSearchPanel</name>
    <message numerus="yes">
      <source>%n hit(s)</source>
      <translation>
        <numerusform>%n 个匹配项</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n item(s)</source>
      <translation>
        <numerusform>%n 个条目</numerusform>
      </translation>
    </message>
    <message>
      <source>Cannot be put in: {0}</source>
      <translation>无法替换：{0}</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>全部内容</translation>
    </message>
    <message>
      <source>Find in the work</source>
      <translation>在作品中查找</translation>
    </message>
    <message>
      <source>Hits</source>
      <translation>匹配项</translation>
    </message>
    <message>
      <source>Look in synopses and notes too</source>
      <translation>同时查找梗概和备注</translation>
    </message>
    <message>
      <source>Manuscript</source>
      <translation>书稿</translation>
    </message>
    <message>
      <source>Match case</source>
      <translation>区分大小写</translation>
    </message>
    <message>
      <source>More than {0} hits: look for something rarer</source>
      <translation>超过 {0} 个匹配项：请查找更少见的内容</translation>
    </message>
    <message>
      <source>No hits</source>
      <translation>没有找到</translation>
    </message>
    <message>
      <source>Not a pattern: {0}</source>
      <translation>表达式有误：{0}</translation>
    </message>
    <message>
      <source>Regular expression</source>
      <translation>正则表达式</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>替换</translation>
    </message>
    <message numerus="yes">
      <source>Replace %n hit(s)</source>
      <translation>
        <numerusform>替换 %n 个匹配项</numerusform>
      </translation>
    </message>
    <message>
      <source>Replace all chosen hits, in one step</source>
      <translation>一步替换所有选中的匹配项</translation>
    </message>
    <message>
      <source>Replace with</source>
      <translation>替换为</translation>
    </message>
    <message>
      <source>Synopses and notes</source>
      <translation>梗概和备注</translation>
    </message>
    <message>
      <source>This pattern takes too long</source>
      <translation>这个表达式耗时过长</translation>
    </message>
    <message>
      <source>Where to look</source>
      <translation>查找范围</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>整词匹配</translation>
    </message>
    <message>
      <source>the first {0} are listed</source>
      <translation>列出前 {0} 个</translation>
    </message>
  </context>
  <context>
    <name>WorksDialog</name>
    <message>
      <source>Bring back</source>
      <translation>取回</translation>
    </message>
    <message>
      <source>Bring works back</source>
      <translation>取回作品</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>They are added as works of their own. What is in the library now stays.</source>
      <translation>它们会作为独立的作品加入。书库中现有的内容保持不变。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>无标题</translation>
    </message>
    <message>
      <source>Works</source>
      <translation>作品</translation>
    </message>
  </context>
  <context>
    <name>WorksPopup</name>
    <message>
      <source>Details…</source>
      <translation>详情…</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>导入…</translation>
    </message>
    <message>
      <source>Makes a work of files or a folder ({0})</source>
      <translation>用文件或文件夹新建一部作品（{0}）</translation>
    </message>
    <message>
      <source>Move to trash</source>
      <translation>移到回收站</translation>
    </message>
    <message>
      <source>Moves the open work to the trash</source>
      <translation>将当前作品移到回收站</translation>
    </message>
    <message>
      <source>New work</source>
      <translation>新建作品</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>恢复</translation>
    </message>
    <message>
      <source>Title, author and language of the open work</source>
      <translation>当前作品的标题、作者和语言</translation>
    </message>
    <message>
      <source>Works</source>
      <translation>作品</translation>
    </message>
    <message>
      <source>Writes the open work as a file ({0})</source>
      <translation>将打开的作品写成文件（{0}）</translation>
    </message>
  </context>
  <context>
    <name>WritePage</name>
    <message>
      <source>Begin one: you write, and the model continues where you stop.</source>
      <translation>开始一个吧：你来写，模型从你停笔处接着写。</translation>
    </message>
    <message>
      <source>New story</source>
      <translation>新建故事</translation>
    </message>
    <message>
      <source>No story is open</source>
      <translation>没有打开的故事</translation>
    </message>
    <message>
      <source>Show or hide stories</source>
      <translation>显示或隐藏故事列表</translation>
    </message>
    <message>
      <source>Show or hide the panel</source>
      <translation>显示或隐藏面板</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>WritingActions</name>
    <message>
      <source>All that was written here, as a tree</source>
      <translation>这里写过的一切，以树的形式</translation>
    </message>
    <message>
      <source>How the model chooses its words</source>
      <translation>模型如何选词</translation>
    </message>
    <message>
      <source>Next take</source>
      <translation>下一稿</translation>
    </message>
    <message>
      <source>Other words here</source>
      <translation>此处的其他词</translation>
    </message>
    <message>
      <source>Previous take</source>
      <translation>上一稿</translation>
    </message>
    <message>
      <source>Sampling</source>
      <translation>采样</translation>
    </message>
    <message>
      <source>Story tree</source>
      <translation>故事树</translation>
    </message>
    <message>
      <source>The take after this one</source>
      <translation>这一稿的后一稿</translation>
    </message>
    <message>
      <source>The take before this one</source>
      <translation>这一稿的前一稿</translation>
    </message>
    <message>
      <source>What else the model could have written at this word</source>
      <translation>模型在这个词处还可能写什么</translation>
    </message>
  </context>
  <context>
    <name>WritingOptions</name>
    <message>
      <source>Keeps ten other words for each word the model writes, to branch from</source>
      <translation>为模型写的每个词保留十个候选，可由此分支</translation>
    </message>
    <message>
      <source>Read ahead in pauses</source>
      <translation>停顿时预读</translation>
    </message>
    <message>
      <source>Remember other words</source>
      <translation>记住其他候选词</translation>
    </message>
    <message>
      <source>While you pause, the model reads what it would have to read at Continue</source>
      <translation>你停顿时，模型先读续写时要读的内容</translation>
    </message>
  </context>
  <context>
    <name>WritingSliders</name>
    <message>
      <source>Creativity</source>
      <translation>创造力</translation>
    </message>
    <message>
      <source>How much the model writes at most each time</source>
      <translation>模型每次最多写多少</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>长度</translation>
    </message>
    <message>
      <source>Length of a continuation</source>
      <translation>每次续写的长度</translation>
    </message>
    <message>
      <source>Low keeps to the likely words, high surprises</source>
      <translation>低则稳妥，高则出人意料</translation>
    </message>
    <message>
      <source>up to {0} tokens</source>
      <translation>最多 {0} 个词元</translation>
    </message>
  </context>
  <context>
    <name>WritingWords</name>
    <message>
      <source>Continue</source>
      <translation>续写</translation>
    </message>
    <message>
      <source>Describe</source>
      <translation>描写</translation>
    </message>
    <message>
      <source>Expand</source>
      <translation>扩写</translation>
    </message>
    <message>
      <source>Finish the sentence</source>
      <translation>写完这一句</translation>
    </message>
    <message>
      <source>Offer a description of what is selected</source>
      <translation>描写所选的事物</translation>
    </message>
    <message>
      <source>Offer the selection at greater length</source>
      <translation>写得更详细</translation>
    </message>
    <message>
      <source>Offer the selection in fewer words</source>
      <translation>写得更简短</translation>
    </message>
    <message>
      <source>Offer the selection in other words</source>
      <translation>换一种说法</translation>
    </message>
    <message>
      <source>Re-reads {0} of {1} tokens</source>
      <translation>需重读 {1} 个词元中的 {0} 个</translation>
    </message>
    <message>
      <source>Re-reads {0} of {1} tokens, about {2}</source>
      <translation>需重读 {1} 个词元中的 {0} 个，约 {2}</translation>
    </message>
    <message>
      <source>Reading ahead: {0} of {1} tokens left</source>
      <translation>预读中：{1} 个词元还剩 {0} 个</translation>
    </message>
    <message>
      <source>Rewrite</source>
      <translation>改写</translation>
    </message>
    <message>
      <source>Shorten</source>
      <translation>缩写</translation>
    </message>
    <message>
      <source>Starts at once: all of it is remembered</source>
      <translation>立即开始：全部都已记住</translation>
    </message>
    <message>
      <source>Write on from the cursor</source>
      <translation>从光标处接着写</translation>
    </message>
    <message>
      <source>Write to the end of this sentence only</source>
      <translation>只写到这一句的末尾</translation>
    </message>
    <message>
      <source>{0} min</source>
      <translation>{0} 分钟</translation>
    </message>
    <message>
      <source>{0} s</source>
      <translation>{0} 秒</translation>
    </message>
  </context>
  <context>
    <name>_Cells</name>
    <message>
      <source>No status</source>
      <translation>无状态</translation>
    </message>
  </context>
  <context>
    <name>_ChatsModel</name>
    <message numerus="yes">
      <source>%n message(s)</source>
      <translation>
        <numerusform>%n 条消息</numerusform>
      </translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
  <context>
    <name>_WorksModel</name>
    <message numerus="yes">
      <source>%n word(s)</source>
      <translation>
        <numerusform>%n 字</numerusform>
      </translation>
    </message>
    <message>
      <source>In the trash. A press brings it back.</source>
      <translation>在回收站中，点击即可恢复。</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
  </context>
</TS>
