"""Small talk that everybody words in their own way: whole messages with their choices, by kinds.

`(a|b)` is a choice, `word?` may be missing, and `{name}` stands for a part that several have. They
are read in the spoken form of `bot.messages.talk_patterns`: "can u plz" is "can you".
"""

from collections.abc import Mapping
from typing import Final

from bot.messages.talk_phrases import Talk

_TONGUES: Final = """
    german|english|french|spanish|italian|portuguese|turkish|arabic|chinese|russian|hindi|polish
    |dutch|japanese|korean|ukrainian|persian|farsi|my language|other languages
"""
_MODELS: Final = """
    chatgpt|chat gpt|gpt|gpt4|gpt3|gpt5|gpt 4|gpt 5|claude|gemini|copilot|siri|alexa|deepseek|llama
    |grok|openai|google
"""

# Those below may name those above.
PARTS: Final[Mapping[str, str]] = {
    "order": (
        "((can|could|will|would) (you|someone|somebody|anyone)|i (want|need) you to"
        "|you (should|must|have to))"
    ),
    "give": "(give|tell|send|show) me",
    "work": (
        "(my|the|this|our|these|all) (my|math|maths|python|pytorch|coding|programming|next|whole"
        "|entire|deep learning|machine learning)? (homework|assignment|exercise|exercises|essay"
        "|project|coursework|problem set|exam|quiz|test|lab report|thesis)"
    ),
    "some": "(a|an|another|some|any|one|me|us|good|more|funny|little|short)*",
    "model": f"({_MODELS})",
    "being": (
        "(a|an|the|some|real|actual|even)* (bot|robot|human|human being|person|machine"
        "|computer|program|ai|llm|language model|large language model|real|alive|sentient|conscious"
        f"|chatbot|woman|boy|girl|teacher|student|{_MODELS})"
    ),
    "picture": (
        "(a|an|my|the|any|some)? (picture|pictures|image|images|photo|photos|screenshot|screenshots"
        "|screen) (of (my|the)? (code|screen|error|homework))?"
    ),
    "file": (
        "(a|an|my|the|any)? (pdf|pdfs|file|files|word file|word documents|doc|docs|document"
        "|documents|notebook|notebooks|zip|zip file|excel file|csv|csv file|attachment)"
    ),
    "speech": (
        "(a|my|the)? (voice|audio|voice message|voice messages|voice note|voice notes|audios"
        "|audio messages|audio message|audio file|recording|recordings)"
    ),
    "tongue": f"({_TONGUES})",
    "mine": (
        "((my|our|all my) (data|name)"
        "|(my|our|the|all my|these) (message|messages|question|questions|chat|chats))"
    ),
    "everybody": (
        "(my|the|our)? (teacher|teachers|instructor|instructors|professor|prof|class|classmates"
        "|others|people|anyone|someone)"
    ),
    "subject": (
        "(this|it|everything|pytorch|tensors|math|maths|deep learning|programming|python|coding)"
    ),
    "program": "my homework? (code|program|script|notebook)",
}

TEMPLATES: Final[Mapping[Talk, str]] = {
    Talk.HOMEWORK: """
        {order}? (do|solve|finish|complete|make|write|submit|answer) me? {work} (for me)?
        ; i do not (want|like) to do {work} ; what is the (answer|solution) (to|for|of) {work}
        ; {order}? (write|do|finish) my code (for me)?
        ; {order}? write me? (a|an) (essay|thesis|report)
        ; ({order}? help me?|i need help|need help) (with|on|in|doing) ({work}|homework|assignment)
        ; {order}? {give} (all the|the) (answers|solutions|solution)
        ; {order}? {give} (all the|the) (answer|answers|solution|solutions) (to|for|of) {work}
        """,
    Talk.WRITE: """
        (can|could|do|will) you (write|generate|create) me? (a|an|my|some)? (program|script|app)
        """,
    Talk.FUN: """
        {order}? (tell|say|know|make|sing|read|rap|play) {some} (joke|jokes|story|stories|poem|poems
            |song|songs|riddle|riddles|fun fact|fun facts) (for me)? ; knock knock
        ; any good? jokes ; tell me a (scary|sad|love|bedtime) story
        ; write me? a poem about {subject}
        ; do? you know {some} (joke|jokes|story|stories|poem|poems|song|songs|riddle|riddles)
        ; {order}? write {some} (joke|story|poem|song|rap|haiku)
        ; {order}? (say|do|tell me) something (funny|fun|nice|interesting|cool)
        ; {order}? (sing|dance|rap) (for me)?
        ; {order}? (entertain me|make me laugh|sing me something)
        ; (can|shall) we play (a|some)? (game|games)?
        ; (let us|want to|do you want to) play (a|some)? (game|games|chess|cards)?
        ; (what should i do)? (i am|i feel|feeling|i am getting)? bored (to death|af)?
        ; (this is|it is|you are|that is) boring
        """,
    Talk.HELP: """
        what can you do (for (me|us))? exactly?
        ; what (do you do|are you able to do|are you good at|can you help me? with) exactly?
        ; what (is (this|the)|does this|does the) bot (for|do)? ; what is this chat for
        ; what are you (made|here)? for
        ; what (is|are) your (purpose|features|feature|job|function|skills|abilities)
        ; how can you help me? (with (pytorch|tensors))?
        """,
    Talk.ASK: """
        (can|may|could) i ask you? (a|some|one|another|my)? (question|questions|something)
        ; i (have|got) (a|some|another) (small|stupid|dumb|simple)? (question|questions)
        ; (a|stupid|dumb) question ; can you answer (my|a|some) (question|questions)
        """,
    Talk.WHO: """
        are? you {being} (or {being})? ; you are (not|only)? {being}
        ; is this (a|an|the)? (bot|robot|human|person|real person|ai|llm|chatbot|{model})
        ; (am i|are we) (talking|speaking|chatting|writing) (to|with) {being} (or {being})?
        ; (who|which company) (made|built|wrote|coded|created|developed|programmed
            |trained|designed|owns|invented)
            (you|this bot)
        ; who is (your|the) (creator|developer|maker|author|owner|boss|father|daddy|mother|mom)
        ; who is behind (you|this bot) ; who are you exactly?
        ; are you (powered|made|built|run|based) (by|with|on) {being} ; are you using {being}
        ; do you (use|run on) {model}
        ; (what|which) (model|llm|ai|gpt|version) are you using? ; what kind of (bot|ai) are you
        ; are you (smarter|better) than ({model}|me|humans) ; how (old|smart|intelligent) are you
        ; what is your (name|real name|age|gender|favorite (color|food|movie))
        ; how were you (made|built|trained) ; what ai is this
        ; can you feel (pain|love|anything) ; where (are you from?|you from|do you live)
        ; are you open source
        ; when were you (born|made|built|created)
        ; do you (have (feelings|emotions|a soul|a name|friends|a girlfriend|a boyfriend)|sleep|eat
            |dream|feel|think)
        ; are you (single|married|a boy or a girl|male or female|smart|awake)
        ; do you learn from (me|us|our chats)
        """,
    Talk.TOPICS: """
        (list|show|all|what)? topics ; topic list ; list of topics
        ; (what|which) topics do you know ; what do you know about?
        ; what (can i|should i|do i) (learn|read) first? ; what can you teach me
        ; table? of? contents ; where (do|should|can) i (start|begin) ; where to (start|begin)
        """,
    Talk.PROGRESS: """
        me ; (show me?|what is|where is)? my? progress ; how do i see my progress
        ; can i see my progress ; how am i doing
        """,
    Talk.QUIZ: """
        (quiz|test|ask|challenge|train) me ; quiz ; ask me (a question|something) ; homework
        ; exercise|exercises ; give me (an exercise|exercises|a quiz)
        ; (how (do|can) i|can i|where can i|i want to) (practise|practice) here?
        """,
    Talk.DRAW: """
        draw (it|that|this)? (for me)? ; draw me a picture
        ; can you draw (it|that|this|(me|my)? a? tensor)? (for me)?
        ; how (do|can|to) i? draw (it|(a|my) tensor)?
        ; (can you)? show me? a picture ; is there a picture
        """,
    Talk.HUMAN: """
        can i (talk|speak) to (a|an|my|someone)? (human|person|real person|someone|teacher
            |instructor)?
        ; can i ask (a|my) (human|person|teacher) ; (i want to|let me) talk to a (human|person)
        ; how (do|can) i (talk to|ask|contact) (a|my) (human|teacher|instructor)
        """,
    Talk.THANKS: """
        (perfect|great|nice|excellent|this is|that is|that was|this was)? exactly? what i
            (needed|wanted|was looking for)
        ; (that was|this was|that is|this is)? a? (great|good|nice|clear|helpful|perfect
            |excellent|wonderful) (explanation|answer)
        ; (that|this|it) (was|is) (clear|helpful|great|perfect|good to know)
        """,
    Talk.FINE: """
        (i (will|am going to)|ill|let me|going to) try (it|that|this)? (out|first)?
        ; i (knew|know) (that|this|it)? already? ; i already (knew|know) (that|this|it)?
        ; yes i know
        """,
    Talk.MISSED: """
        (it|this|that|you|your answer)? (did not|does not) help me? (at all|much|either)?
        ; (it|this|that)? (is|was)? not (helpful|useful) (at all)?
        ; no? i (meant|mean) (something|another|some) (else|different|thing|thing else)
        ; (i think|no)? (it|this|that|your answer|the answer) (is|was)
            (wrong|incorrect|not correct|false|not true|a mistake)
        ; wrong|incorrect ; you (made|make) (a mistake|mistakes|an error)
        ; (it is|there is) (a mistake|an error) in (your|the|this) (answer|page|explanation)
        ; there is a mistake
        """,
    Talk.PRAISE: """
        i (love|like|miss|adore) (you|this bot) (much|a lot)? ; love you (much|a lot)?
        ; (will|would|can) you (marry|date|kiss|hug) me ; (marry|date|kiss|hug) me
        ; be my (girlfriend|boyfriend|friend|valentine) ; (can we|let us) be friends
        ; do you (love|like|miss) me
        ; (you are|your) (a|an|the)? (cute|awesome|smart|clever|amazing|great|cool|nice|genius
            |helpful|best|greatest|sweet|funny|legend|lifesaver|beautiful|perfect) bot?
        ; (you are|your) my best friend ; (thanks|thx) (your|you are) (great|the best|awesome)
        ; you rock ; you saved (me|my life|my day)
        """,
    Talk.SAD: """
        (i am|i feel) feeling? (a bit|a little)? (sad|tired|exhausted|stressed|stressed out
            |depressed
            |lonely|sick|sleepy|ill|unhappy|anxious|nervous|worried) (about (the|my) exam)?
        ; i (want|need) to (cry|sleep|quit) ; i had a bad day
        """,
    Talk.STUCK: """
        my (brain|head) (hurts|explodes|(is|feels like it is) (exploding|spinning|smoking|melting))
        ; (i am|i feel)? stuck ; i (want to)? give up ; i feel like giving up
        ; i am going to fail (this|the|my)? (class|course|exam)?
        ; i (feel|am) (stupid|dumb|an idiot|(stupid|dumb) for this|bad at {subject})
        ; {subject} (is|are) (hard|difficult|impossible|complicated)
        ; i (hate|do not like|suck at) ({subject}|this course)
        ; i can not do (this|it) ; i do not (understand|get) anything (in this (course|class))?
        ; i understand nothing
        ; i will never (understand|get|learn) {subject}
        """,
    Talk.WISHES: """
        happy (birthday|new year|easter|christmas|holidays|halloween|weekend) (to you)?
        ; merry christmas ; good luck ; wish me luck
        """,
    Talk.SPEECH: """
        (can|could|do|will) you (hear|listen to|understand|accept|take|support|read|get) {speech}
        ; (can|may|could) i (send|use|record) you? {speech}
        ; can i (talk|speak) to you by voice
        ; (can|could|will) you (hear me|speak|talk|call me|talk to me) ; (can|may) i call you
        ; call me back?
        """,
    Talk.PICTURE: """
        (can|could|do|will) you (see|read|look at|understand|view|open|accept|check) {picture}
        ; (can|may|could|should) i (send|upload|post|paste|share) you? {picture} (with you)?
        ; (can|may|could|should) i show you {picture}
        ; (i will|let me) (send|show) you {picture}
        """,
    Talk.FILE: """
        (can|could|do|will) you (read|look at|view|open|accept|check|take) {file}
        ; (can|may|could|should) i (send|upload|post|share|attach) you? {file}
        ; (can|may|could|should) i show you {file}
        """,
    Talk.LINK: """
        (can|could|do|will) you (open|read|visit|follow|check|click on) (a|my|the|this)?
            (link|links|url|urls|website|websites|web page)
        ; (can|may|could) i (send|share|post) you? (a|my|the|some)? (link|links|url)
        """,
    Talk.WEB: """
        (can|could|do|will) you (browse|search|use|access|surf) (the|on)?
            (internet|web|google|online)
        ; (can|could|do) you (watch|see) youtube? videos ; can you go (on the internet|online)
        ; (do you have|are you connected to|have you got) the? internet access?
        ; (can you)? google (it|this|that|stuff|something) (for me)?
        """,
    Talk.LANGUAGE: """
        (do|can|could) you (speak|understand|know|talk|answer in|reply in|write in) {tongue}
        ; (what|which) (language|languages) (do|can) you (speak|understand)
        ; (can|may|could) i (ask|write|speak|type) (you|questions)? in {tongue}
        ; {order}? (answer|speak|write|reply|talk) in? {tongue}
        ; i (do not|can not) (speak|know|understand) english
        """,
    Talk.PRIVACY: """
        (do|will|can) you (store|save|keep|record|log|read|share|sell|remember) {mine}
        ; (are|is) {mine} (private|safe|secret|anonymous|stored|saved|public|recorded)
        ; (is this chat?|are you|am i) (anonymous|private|confidential)
        ; (can|will|does) {everybody} (see|know) (that|what)? i (ask|asked|send) (this|here|you)?
        ; who reads this chat? ; do you spy on (me|us)
        ; who else? can (see|read) (this chat?|{mine})
        ; (can|will|does|do) {everybody} else? (see|read) (this|it|what i (ask|write|send)|{mine})
        ; do you (remember me|know (who i am|my name)) ; what do you know about me
        """,
    Talk.COST: """
        (are you|is (this|the) bot) free
        ; (are you|is this|is it|is this bot) free (to use|of charge)
        ; (do|does) (you|this bot) cost (anything|something|money)
        ; how much (do|does) (you|this bot) cost ; do i (have|need) to pay (for (this|you))?
        """,
    Talk.BROKEN: """
        {order}? (help me)? (fix|debug|check|correct|repair|review|look at) {program} (for me)?
        ; help? {program} (does not (work|run)|is (not working|not running|broken|wrong)
            |will not run|crashes|crashed|fails|(has|gives|shows|throws) (a|an|me an)? (error
            |errors|bug|bugs)) help?
        ; why does {program} not (work|run) ; why is {program} (not working|not running|failing)
        ; what is wrong with {program} ; (it|this|that) (does not work|is not working) ; not working
        ; nothing works
        """,
    Talk.OUTSIDE: """
        (what|how) is the weather (like|forecast)?
            (tomorrow|outside|here|in (berlin|london|paris|new york))?
        ; weather forecast? (tomorrow)? ; (will it|is it going to) rain tomorrow?
        ; (tell|give) me the news ; do you like (pizza|music|sports|football)
        ; (what is)? the? news ; what year is it ; who is (elon musk|taylor swift|messi)
        ; what (time|day) is it ; what is the (time|date|day)
        ; who won the (game|match|election) (last night)?
        ; who is the (president|king|pope) (of (the usa|america|germany|france))?
        ; {order}? (recommend|suggest) me? (a|some|any) good? (movie|movies|film|song|restaurant
            |book)
        ; what is for (dinner|lunch|breakfast) ; i am (hungry|thirsty)
        ; {order}? (order|buy|bring|make|get) me (a|some)? (pizza|coffee|beer|food|tea|sandwich)
        ; {order}? (order food|book a flight|sell me a car)
        ; (what is)? the? meaning of life ; is there a god ; does god exist
        ; what do you think (about|of) (politics|me|{model})
        ; how (do|can) i (get (rich|a girlfriend)|lose weight|cook (pasta|rice))
        ; what is the capital of (france|germany|italy|spain|the usa)
        ; (what is the)? (bitcoin|stock|gold) (price|prices) ; should i (buy|sell) (bitcoin|stocks)
        ; do you have (whatsapp|instagram|facebook|tiktok|discord)
        ; {order}? remind me (tomorrow|later|in an hour) ; {order}? set (a|an) (timer|alarm)
        ; {order}? translate (this|that|it) (for me)? ; can you translate
        ; {order}? (draw|paint|generate|make) me? (a|an) (cat|dog|house|unicorn|horse|car|flower)
        ; (can|could) you (generate|create|make|paint) (image|images|art|meme|memes|video|videos)
        """,
}
