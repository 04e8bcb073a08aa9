"""Names written by hand, not read from the data file: what must look like an opioid, and what must not."""

# As people type them: generic names, brands, combinations, strengths, forms, other languages, one typing error.
OPIOIDS = """
codeine; Codeine phosphate 30 mg; codiene; codene; codeinne; CODEIN; Codeína; Kodein 25 mg; co-codamol; Co-codamol 30/500;
cocodamol; co codamol 8/500; Cocodamal; co-dydramol; codydramol 10/500; co-codaprin; co-proxamol; dihydrocodeine;
dihydrocodiene; Dihydrocodein; DHC Continus 60; DF118 Forte; Paramol; Remedeine; Solpadeine Plus; Solpadol; Solpadiene;
Kapake; Zapain 30/500; Tylex; Codipar; Nurofen Plus; Nurofen  plus tablets; Panadeine Forte; Panadeine; Panadene; Mersyndol;
Syndol; Migraleve Pink; Cuprofen Plus; Veganin; Tylenol 3; Tylenol #3; Tylenol No. 3; Tylenol with codeine; Tylenol-4;
Fioricet with codeine; Robitussin AC; Cheratussin AC; codeine linctus; pholcodine; Pholcodine linctus; Galcodine; Trezix;
tramadol; Tramadol 50mg capsules; tramadal; tramdol; tarmadol; tramodol; tramadol/paracetamol; Tramadol hydrochloride; Tramadolor; Tramal; Ultram;
Ultram ER; Ultracet; Tramacet; Zydol; Zydol SR 100; Zamadol; Maxitram; Tradorec; Ixprim; Zaldiar; Contramal; Topalgic;
Seglentis; ConZip; tapentadol; Tapentadol 50; tapentadl; Nucynta; Palexia SR; Palexsia; Yantil; morphine; Morphine sulfate 10 mg; morphin;
morfine; Morfina; morphene; Morphin retard; Oramorph 10mg/5ml; oromorph; Oramorp; MST Continus; MST 10; MS Contin; Zomorph 30; Sevredol; Kadian;
Kapanol; Ordine; Skenan LP; Morphgesic; oxycodone; Oxycodone 5 mg; oxycodon; oxicodone; oxycodne; Oxycodonhydrochlorid;
OxyContin; oxycontine; OxyNorm liquid; Oxy Contin; Percocet 5/325; percoset; Percodan; Endone; Endocet; Roxicodone; Roxicet; Xtampza ER;
Targin; Targinact 10/5; Targiniq; Longtec; Shortec; Reltebon; hydrocodone; Hydrocodone-acetaminophen; hydrocodon; Vicodin; vicoden; Norco; Norco 10;
Lortab; Lorcet Plus; Hysingla; Zohydro; Tussionex; Hycodan; Vicoprofen; hydromorphone; Dilaudid; dilauded; Palladone; Jurnista; Exalgo;
oxymorphone; Opana ER; fentanyl; Fentanyl patch 25 mcg/h; fentanil; fentanly; Fentanylpflaster; Duragesic; Durogesic DTrans; Matrifen; Mezolar;
Abstral; Actiq; Effentora; Fentora; Instanyl; PecFent; sufentanil; alfentanil; remifentanil; Sufenta; buprenorphine;
buprenorphin; buprenorfine; Buprenorphine/naloxone; buprenorphine patch 5; Butrans; BuTrans 10; Butec; Norspan; Transtec; Suboxone; suboxon; Suboxone film; Subutex; Subutec;
Sublocade; Buvidal; Zubsolv; Espranor; Temgesic; Belbuca; methadone; Methadone 1mg/ml; metadone; methadon; Metadona; Methadose; Physeptone; Dolophine; Polamidon; L-Polamidon;
pethidine; Pethidin; petidina; meperidine; Demerol; pentazocine; Talwin; Fortral; dextropropoxyphene; Darvocet; Doloxene; Distalgesic; levorphanol; nalbuphine; Nubain;
butorphanol; Stadol nasal; meptazinol; diamorphine; diamorphin; heroin; dipipanone; Diconal; papaveretum; opium tincture; Laudanum; tilidine; Tilidin comp; Valoron N;
piritramide; Dipidolor; oliceridine; ketobemidone; Ketogan; kratom; Kratom tea; my mother's codeine; old Oramorph from the cupboard
"""
# Common medicines, and those that look or sound like an opioid.
OTHERS = """
Cordarone; trazodone; naloxone; Narcan; Nyxoid; nalmefene; loratadine; desloratadine; apomorphine; Toradol; ketorolac; Avanza;
Ultraproct; Tylenol; Tylenol Extra Strength; Nurofen; Nurofen Express; Panadol; Panadol Extra; paracetamol; acetaminophen; Cuprofen; Robitussin; Robitussin DM;
Tramazoline; tranexamic acid; trandolapril; triamcinolone; triamterene; Norvasc; Norfloxacin; Normacol; Metadate; metoprolol; metronidazole; metformin;
methyldopa; methylphenidate; methocarbamol; morniflumate; Opatanol; Opdivo; Percutaneous gel; Pentasa; pentoxifylline; perindopril; Demser;
Dolobid; Dolormin; Talofen; Stalevo; Subitol; Supradyn; Targocid; Targretin; Temodal; Tenormin; Palladia; Zaldin; Zofenil; Zometa; Lopressor; Lotrel; Lorano;
oxybutynin; oxazepam; oxcarbazepine; oxytetracycline; oxytocin; Oxis; hydrocortisone; hydroxyzine; hydroxychloroquine; hydrochlorothiazide; codliver oil; cod liver oil; coenzyme Q10; colecalciferol;
ibuprofen; naproxen; diclofenac; aspirin; celecoxib; meloxicam; etoricoxib; gabapentin; pregabalin; amitriptyline; nortriptyline; duloxetine; venlafaxine;
sertraline; fluoxetine; citalopram; escitalopram; paroxetine; mirtazapine; bupropion; fluvoxamine; clomipramine; lithium; lamotrigine; valproate;
carbamazepine; topiramate; levetiracetam; clonazepam; diazepam; lorazepam; alprazolam; temazepam; zopiclone; zolpidem; melatonin; promethazine; cetirizine;
fexofenadine; diphenhydramine; chlorphenamine; quetiapine; olanzapine; risperidone; aripiprazole; haloperidol; propranolol; bisoprolol; atenolol;
carvedilol; amlodipine; nifedipine; verapamil; diltiazem; lisinopril; ramipril; enalapril; losartan; candesartan; indapamide; furosemide; spironolactone;
amiodarone; digoxin; warfarin; apixaban; rivaroxaban; clopidogrel; atorvastatin; simvastatin; rosuvastatin; ezetimibe; gliclazide; sitagliptin;
empagliflozin; semaglutide; insulin glargine; omeprazole; lansoprazole; pantoprazole; famotidine; domperidone; metoclopramide; ondansetron; cyclizine; mebeverine; hyoscine;
senna; bisacodyl; lactulose; macrogol; prucalopride; linaclotide; mesalazine; sulfasalazine; budesonide; prednisolone; dexamethasone; salbutamol; montelukast;
tiotropium; amoxicillin; doxycycline; clarithromycin; ciprofloxacin; nitrofurantoin; trimethoprim; fluconazole; aciclovir; allopurinol; colchicine; alendronate;
vitamin D 1000 IU; magnesium glycinate; iron; folic acid; vitamin B12; zinc; omega 3; turmeric; ashwagandha; valerian; CBD oil; tamoxifen; letrozole; finasteride;
tamsulosin; solifenacin; sildenafil; levonorgestrel; estradiol; progesterone; testosterone gel; carbimazole; baclofen; tizanidine; cyclobenzaprine; sumatriptan; rizatriptan;
erenumab; modafinil; donepezil; memantine; levodopa; pramipexole; ropinirole; interferon beta; glatiramer; acamprosate; varenicline; nicotine patch; ketamine; lidocaine patch;
capsaicin cream; nabilone; Sativex; Lyrica; Cymbalta; Effexor; Zoloft; Prozac; Lexapro; Wellbutrin; Seroquel; Abilify; Xanax; Valium; Ambien; Lipitor; Crestor; Plavix; Eliquis;
Nexium; Zantac; Ozempic; Ventolin; Symbicort; Claritin; Zyrtec; Allegra; Benadryl; Advil; Motrin; Aleve; Voltaren; Celebrex; Arcoxia; Mobic; Botox; Flexeril; Soma; Robaxin; Sudafed
"""


def names(text: str) -> list[str]:
    """Return the names of a list, in its order."""
    return [name for name in (part.strip() for part in text.replace("\n", " ").split(";")) if name]
