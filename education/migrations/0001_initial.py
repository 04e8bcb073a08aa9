
import django.core.validators
import education.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(editable=False, max_length=40, unique=True)),
                ('alternative', models.CharField(help_text='What it shows, for who cannot see it.', max_length=300, verbose_name='alternative text')),
                ('content', models.BinaryField()),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, help_text='Small numbers come first.')),
                ('loaded', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('number', models.CharField(blank=True, help_text='Its id in the fact table, S1.', max_length=8, verbose_name='id')),
                ('citation', models.CharField(help_text='Author, year, title, journal.', max_length=400)),
                ('doi', models.CharField(blank=True, max_length=120, validators=[django.core.validators.RegexValidator('\\A10\\.\\d{4,9}/[\\x21-\\x7e]{1,100}\\Z')], verbose_name='DOI')),
                ('pubmed', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('\\A\\d{1,12}\\Z')], verbose_name='PubMed number')),
                ('address', models.CharField(blank=True, max_length=500, validators=[education.models.official_address])),
                ('read', models.CharField(help_text='The abstract, the label, the whole text.', max_length=300, verbose_name='what was read of it')),
            ],
            options={
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, help_text='Small numbers come first.')),
                ('loaded', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('term', models.CharField(max_length=80, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('meaning', models.TextField(max_length=600)),
                ('also', models.TextField(blank=True, help_text='One a line.', max_length=400, verbose_name='other spellings')),
                ('words', models.TextField(default='', editable=False)),
            ],
            options={
                'ordering': ['term'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(help_text='Who, by number; or the file it came from.', max_length=40)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['kind', 'key'], name='revision_of_a_row')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, help_text='Small numbers come first.')),
                ('loaded', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=8, unique=True, validators=[django.core.validators.RegexValidator('\\A[A-Z]{1,3}\\d{1,3}\\Z')], verbose_name='id')),
                ('wording', models.CharField(max_length=500)),
                ('label', models.CharField(choices=[('solid', 'Well supported'), ('mixed', 'Mixed results'), ('early', 'Early evidence'), ('unproven', 'Not shown'), ('other_dose', 'True at another dose'), ('practice', 'Sensible practice'), ('context', 'Background')], max_length=12)),
                ('warning', models.BooleanField(default=False, help_text='Never shown without its safety note.')),
                ('note', models.TextField(blank=True, max_length=800, verbose_name='safety note')),
                ('evidence', models.TextField(blank=True, help_text='One or two sentences on what stands behind it.', max_length=1500)),
                ('no_source_needed', models.BooleanField(default=False)),
                ('section', models.CharField(blank=True, help_text='Of the article; the claims page is in these.', max_length=100)),
                ('words', models.TextField(default='', editable=False)),
                ('sources', models.ManyToManyField(blank=True, related_name='claims', to='education.source')),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, help_text='Small numbers come first.')),
                ('loaded', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=8, unique=True, validators=[django.core.validators.RegexValidator('\\AH\\d{1,3}\\Z')], verbose_name='id')),
                ('text', models.TextField(max_length=1000)),
                ('facts', models.ManyToManyField(blank=True, related_name='wordings', to='education.claim')),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, help_text='Small numbers come first.')),
                ('loaded', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('slug', models.SlugField(max_length=60, unique=True, validators=[education.models.not_reserved])),
                ('title', models.CharField(max_length=100)),
                ('summary', models.TextField(help_text='What it says, in three lines.', max_length=1000)),
                ('body', models.TextField(help_text='Markdown. A claim: [a whole sentence]{fact=F01}. A word of the glossary: [word]{term=slug}. A safe wording, on a line of its own: {{ H1 }}. A picture: ![what it shows](its address).', max_length=60000)),
                ('known', models.TextField(blank=True, help_text='One a line.', max_length=2000, verbose_name='what we know')),
                ('not_known', models.TextField(blank=True, help_text='One a line.', max_length=2000, verbose_name='what we do not know')),
                ('items', models.TextField(blank=True, help_text='Names of ready-made diary items, one a line.', max_length=600, verbose_name='diary items')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published')], default='draft', max_length=10)),
                ('reviewed_by', models.CharField(blank=True, help_text="The clinician's name, as it is to be shown.", max_length=120)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('words', models.TextField(default='', editable=False)),
                ('wordings', models.ManyToManyField(blank=True, related_name='topics', to='education.wording', verbose_name='safe wordings')),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('label__in', {'context': 'Background', 'early': 'Early evidence', 'mixed': 'Mixed results', 'other_dose': 'True at another dose', 'practice': 'Sensible practice', 'solid': 'Well supported', 'unproven': 'Not shown'})), name='claim_label_is_known', violation_error_message='Choose a label.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('warning', False), models.Q(('note', ''), _negated=True), _connector='OR'), name='claim_with_warning_has_a_note', violation_error_message='A claim with a warning needs its safety note.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'published'])), name='topic_state_is_known', violation_error_message='Choose how far the topic is.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by', ''), ('reviewed_on', None)), models.Q(models.Q(('reviewed_by', ''), _negated=True), ('reviewed_on__isnull', False)), _connector='OR'), name='topic_review_has_name_and_date', violation_error_message='A review has a name and a date.'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_on', None), ('review_due', None), ('review_due__gt', models.F('reviewed_on')), _connector='OR'), name='topic_review_is_due_after_the_last', violation_error_message='The next review comes after the last.'),
        ),
    ]
